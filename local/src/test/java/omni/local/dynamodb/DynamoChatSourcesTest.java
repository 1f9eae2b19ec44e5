package omni.local.dynamodb;

import omni.chat.ChatSources;
import omni.chat.ChatSourcesContract;
import omni.dynamodb.DynamoChatSources;
import omni.dynamodb.Table;

class DynamoChatSourcesTest extends ChatSourcesContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected ChatSources sources() {
        return new DynamoChatSources(TABLE);
    }
}
