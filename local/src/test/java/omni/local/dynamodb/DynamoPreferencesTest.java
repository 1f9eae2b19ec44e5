package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoPreferences;
import omni.event.Events;
import omni.member.Organizations;
import omni.member.Preferences;
import omni.member.PreferencesContract;
import org.junit.jupiter.api.AfterAll;

class DynamoPreferencesTest extends PreferencesContract {

    private static final StoreOfTests STORE = StoreOfTests.open();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Override
    protected Preferences preferences() {
        return new DynamoPreferences(STORE.table());
    }

    @Override
    protected Events events() {
        return new DynamoEvents(STORE.table());
    }

    @Override
    protected void make(Organizations.NewOrganization made) {
        assertThat(new DynamoOrganizations(STORE.table(), List.of(1)).create(made))
                .isEqualTo(Organizations.Creation.CREATED);
    }
}
