package omni.chat;

import omni.fakes.InMemoryChatLabels;

class InMemoryChatLabelsTest extends ChatLabelsContract {

    private final ChatLabels labels = new InMemoryChatLabels();

    @Override
    protected ChatLabels labels() {
        return labels;
    }
}
