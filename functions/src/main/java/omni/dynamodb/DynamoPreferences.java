package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.text;

import java.util.List;
import omni.event.AuditEvent;
import omni.member.Membership;
import omni.member.OrganizationSettings;
import omni.member.PersonSettings;
import omni.member.Preferences;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Settings on the table: each change touches its own attributes only, on condition that they are as they were read. */
public final class DynamoPreferences implements Preferences {

    private final Table table;
    private final DynamoMembers members;

    public DynamoPreferences(Table table) {
        this.table = table;
        this.members = new DynamoMembers(table);
    }

    @Override
    public @Nullable OrganizationSettings ofOrganization(String orgId) {
        var profile = table.get(AccountItem.partition(orgId), OrganizationItems.PROFILE);
        return profile.isEmpty() ? null : SettingsItems.readOrganization(orgId, profile);
    }

    @Override
    public PersonSettings ofPerson(String orgId, String userId) {
        return SettingsItems.readPerson(
                orgId, userId, table.get(AccountItem.partition(orgId), SettingsItems.person(userId)));
    }

    @Override
    public @Nullable Membership membership(String orgId, String userId) {
        return members.list(orgId).stream()
                .flatMap(member -> SettingsItems.membership(member).stream())
                .filter(membership -> membership.userId().equals(userId))
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean change(Change change, AuditEvent event) {
        var at = instant(event.occurredAt());
        var write = switch (change) {
            case Change.OfProfile(var basis, var next) ->
                new AttributeChange(basis.orgId(), SettingsItems.person(basis.userId()))
                        .from(SettingsItems.DISPLAY_NAME, value(basis.displayName()), value(next))
                        .set(SettingsItems.DISPLAY_NAME_AT, at);
            case Change.OfName(var basis, var next) ->
                profile(basis.orgId())
                        .from(SettingsItems.DISPLAY_NAME, value(basis.displayName()), text(next))
                        .set(SettingsItems.DISPLAY_NAME_AT, at);
            case Change.OfAppearance(var basis, var next) ->
                profile(basis.orgId())
                        .from(SettingsItems.THEME, value(basis.appearance().theme()), value(next.theme()))
                        .from(SettingsItems.DENSITY, value(basis.appearance().density()), value(next.density()));
            case Change.OfDeletion(var orgId, var request) ->
                profile(orgId)
                        .from(SettingsItems.DELETION_AT, null, instant(request.requestedAt()))
                        .set(SettingsItems.DELETION_BY, text(request.requestedByPrincipalId()))
                        .set(SettingsItems.DELETION_REASON, value(request.reason()));
        };
        return Transactions.write(table, "settings", List.of(write.on(table), table.put(EventItem.of(event))));
    }

    private static AttributeChange profile(String orgId) {
        return new AttributeChange(orgId, OrganizationItems.PROFILE).ofAnItemThatIsThere();
    }

    private static @Nullable AttributeValue value(@Nullable String text) {
        return text == null ? null : text(text);
    }

    private static @Nullable AttributeValue value(@Nullable Enum<?> choice) {
        return choice == null ? null : text(choice.name());
    }
}
