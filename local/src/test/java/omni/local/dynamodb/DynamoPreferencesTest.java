package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoPreferences;
import omni.dynamodb.Table;
import omni.event.Events;
import omni.member.Organizations;
import omni.member.Preferences;
import omni.member.PreferencesContract;

class DynamoPreferencesTest extends PreferencesContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected Preferences preferences() {
        return new DynamoPreferences(TABLE);
    }

    @Override
    protected Events events() {
        return new DynamoEvents(TABLE);
    }

    @Override
    protected void make(Organizations.NewOrganization made) {
        assertThat(new DynamoOrganizations(TABLE, List.of(1)).create(made)).isEqualTo(Organizations.Creation.CREATED);
    }
}
