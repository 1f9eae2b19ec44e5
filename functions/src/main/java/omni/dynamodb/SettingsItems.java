package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.instantOrNull;
import static omni.dynamodb.Attributes.text;
import static omni.dynamodb.Attributes.textOrNull;

import java.util.Map;
import java.util.Optional;
import omni.member.Appearance;
import omni.member.DeletionRequest;
import omni.member.Member;
import omni.member.Membership;
import omni.member.OrganizationSettings;
import omni.member.PersonSettings;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Settings as attributes: an organization's on its profile, a person's on an item of theirs. */
final class SettingsItems {

    static final String DISPLAY_NAME = "displayName";
    static final String DISPLAY_NAME_AT = "displayNameAt";
    static final String THEME = "theme";
    static final String DENSITY = "density";
    static final String DELETION_AT = "deletionAt";
    static final String DELETION_BY = "deletionBy";
    static final String DELETION_REASON = "deletionReason";

    private SettingsItems() {}

    /** Sort key of a person's settings. */
    static String person(String userId) {
        return "PERSON#" + userId;
    }

    static OrganizationSettings readOrganization(String orgId, Map<String, AttributeValue> profile) {
        var theme = textOrNull(profile, THEME);
        var density = textOrNull(profile, DENSITY);
        return new OrganizationSettings(
                orgId,
                instant(profile, OrganizationItems.CREATED_AT),
                textOrNull(profile, OrganizationItems.NAME),
                textOrNull(profile, DISPLAY_NAME),
                instantOrNull(profile, DISPLAY_NAME_AT),
                new Appearance(
                        theme == null ? null : Appearance.Theme.valueOf(theme),
                        density == null ? null : Appearance.Density.valueOf(density)),
                deletion(profile));
    }

    private static @Nullable DeletionRequest deletion(Map<String, AttributeValue> profile) {
        var requestedAt = instantOrNull(profile, DELETION_AT);
        return requestedAt == null
                ? null
                : new DeletionRequest(requestedAt, text(profile, DELETION_BY), textOrNull(profile, DELETION_REASON));
    }

    static PersonSettings readPerson(String orgId, String userId, Map<String, AttributeValue> item) {
        return new PersonSettings(orgId, userId, textOrNull(item, DISPLAY_NAME), instantOrNull(item, DISPLAY_NAME_AT));
    }

    /** Empty for somebody who was invited and never came. */
    static Optional<Membership> membership(Member member) {
        return switch (member) {
            case Member.Invited invited -> Optional.empty();
            case Member.Active(var human, var invitedAt) ->
                Optional.of(new Membership(human.orgId(), human.userId(), human.email(), invitedAt, human.joinedAt()));
        };
    }
}
