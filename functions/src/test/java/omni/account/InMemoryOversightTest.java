package omni.account;

import omni.event.Events;
import omni.fakes.InMemoryStore;

class InMemoryOversightTest extends OversightContract {

    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Oversight oversight() {
        return store.oversight();
    }

    @Override
    protected Events events() {
        return store.events();
    }

    @Override
    protected void put(Account account) {
        store.put(account);
    }

    @Override
    protected Account load(String orgId) {
        return store.account(orgId, true);
    }
}
