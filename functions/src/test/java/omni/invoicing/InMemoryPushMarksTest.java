package omni.invoicing;

import omni.fakes.InMemoryPushMarks;

class InMemoryPushMarksTest extends PushMarksContract {

    private final InMemoryPushMarks marks = new InMemoryPushMarks();

    @Override
    protected PushMarks marks() {
        return marks;
    }
}
