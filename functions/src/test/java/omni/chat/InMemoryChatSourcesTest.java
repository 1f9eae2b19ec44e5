package omni.chat;

import omni.fakes.InMemoryChatSources;

class InMemoryChatSourcesTest extends ChatSourcesContract {

    private final ChatSources sources = new InMemoryChatSources();

    @Override
    protected ChatSources sources() {
        return sources;
    }
}
