package omni.sec;

import static omni.sec.LookupRefusal.Thing.ENTITY;

import java.util.List;
import java.util.Map;

/** Finds an issuer (ResolveEntity, contract 11.12). */
public final class EntityLookup {

    private final FilingSource source;

    public EntityLookup(FilingSource source) {
        this.source = source;
    }

    /**
     * The issuer that the first identifier present names.
     *
     * @param livemode the mode of the caller's key; both modes read the same source
     */
    public Lookup<EntityView> resolve(Map<String, String> query, boolean livemode) {
        var parameters = new Query(query);
        var selector = parameters.selector(Selector.ENTITY);
        var fault = parameters.fault();
        return fault.isPresent()
                ? new Lookup.Refused<>(fault.get())
                : Outcomes.of(ENTITY, find(selector, livemode, parameters.view()));
    }

    private Reading<Lookup<EntityView>> find(Selector selector, boolean livemode, View view) {
        return new Issuers(source)
                .find(
                        selector,
                        ENTITY,
                        match -> source.origin()
                                .map(origin ->
                                        new Lookup.Found<>(EntityView.of(match, origin, livemode), List.of(), view)));
    }
}
