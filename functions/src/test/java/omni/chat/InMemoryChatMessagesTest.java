package omni.chat;

import omni.fakes.InMemoryChatMessages;

class InMemoryChatMessagesTest extends ChatMessagesContract {

    private final ChatMessages messages = new InMemoryChatMessages();

    @Override
    protected ChatMessages messages() {
        return messages;
    }
}
