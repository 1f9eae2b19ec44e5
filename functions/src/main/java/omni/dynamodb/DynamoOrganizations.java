package omni.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import omni.access.Human;
import omni.credential.KeyRing;
import omni.member.Member;
import omni.member.Organization;
import omni.member.Organizations;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Organizations and the people in them. */
public final class DynamoOrganizations implements Organizations {

    private static final int MAX_CONFLICTS = 5;
    private static final long FIRST_KEYRING_VERSION = 1;

    private final Table table;
    private final List<Integer> classes;

    /** @param classes the numbers of all classes of the catalog: a new account has a window for each */
    public DynamoOrganizations(Table table, Collection<Integer> classes) {
        this.table = table;
        this.classes = classes.stream().sorted().toList();
    }

    @Override
    public @Nullable Organization find(String orgId) {
        var item = table.get(AccountItem.partition(orgId), OrganizationItems.PROFILE);
        return item.isEmpty() ? null : OrganizationItems.readProfile(item);
    }

    @Override
    public @Nullable Human human(String issuer, String subject) {
        var item = table.get(OrganizationItems.userPartition(issuer, subject), OrganizationItems.ORG);
        return item.isEmpty() ? null : OrganizationItems.readUser(issuer, subject, item);
    }

    /** The person's item is the first of the transaction: its condition alone may fail. */
    @Override
    public Creation create(NewOrganization organization) {
        var refusals =
                Transactions.refusals(table, "the creation of an organization", puts(organization), MAX_CONFLICTS);
        if (refusals.codes().isEmpty()) {
            return Creation.CREATED;
        }
        if (refusals.failed(0)) {
            return Creation.EXISTS;
        }
        throw new IllegalStateException("a fresh id of a new organization was there already: " + refusals.codes());
    }

    /** No item of a new organization exists; above all not the person's own, which makes one organization of two races. */
    private List<TransactWriteItem> puts(NewOrganization organization) {
        var orgId = organization.organization().id();
        var items = new ArrayList<Map<String, AttributeValue>>();
        items.add(OrganizationItems.user(organization.founder()));
        items.add(OrganizationItems.profile(organization.organization()));
        items.add(DynamoRoster.item(orgId));
        items.add(MemberItem.of(Member.Active.founder(organization.founder())));
        items.add(MemberItem.seatsOfFounder(orgId));
        items.add(AccountItem.of(organization.account(), classes));
        items.add(AccountItem.of(organization.testAccount(), classes));
        items.add(KeyItem.of(organization.firstKey()));
        items.add(KeyRingItem.of(new KeyRing(orgId, FIRST_KEYRING_VERSION, List.of(organization.firstKey()))));
        organization.events().forEach(event -> items.add(EventItem.of(event)));
        var session = organization.session();
        if (session != null) {
            items.add(SessionItem.of(session));
        }
        return items.stream().map(table::putNew).toList();
    }
}
