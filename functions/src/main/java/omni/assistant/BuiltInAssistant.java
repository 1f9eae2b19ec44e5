package omni.assistant;

import omni.chat.ChatRuntime;
import omni.chat.RuntimeStep;

/** Answers without a model: what a message means is read from the tools' own words, and what tools answer is told as it is. */
public final class BuiltInAssistant implements ChatRuntime {

    @Override
    public RuntimeStep next(Turn turn) {
        return Script.next(Understanding.intent(turn), turn);
    }
}
