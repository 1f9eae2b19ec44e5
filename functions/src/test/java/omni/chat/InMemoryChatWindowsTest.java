package omni.chat;

import omni.fakes.InMemoryChatWindows;

class InMemoryChatWindowsTest extends ChatWindowsContract {

    private final ChatWindows windows = new InMemoryChatWindows();

    @Override
    protected ChatWindows windows() {
        return windows;
    }
}
