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
        return fault.isPresent() ? new Lookup.Refused<>(fault.get()) : find(selector, livemode, parameters.view());
    }

    private Lookup<EntityView> find(Selector selector, boolean livemode, View view) {
        Reading<Lookup<EntityView>> found = new Issuers(source).find(selector).then(match -> {
            if (match.isEmpty()) {
                return Reading.of(new Lookup.Refused<>(new LookupRefusal.NotFound(ENTITY, selector.notFoundMessage())));
            }
            return source.origin()
                    .map(origin -> new Lookup.Found<>(EntityView.of(match.get(), origin, livemode), List.of(), view));
        });
        return Outcomes.of(ENTITY, found);
    }
}
