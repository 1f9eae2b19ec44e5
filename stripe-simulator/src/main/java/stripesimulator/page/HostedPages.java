package stripesimulator.page;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A page that a person sees, by the id at the end of its address. */
public interface HostedPages {

    Reply show(String id);

    Reply submit(String id, ObjectNode form);

    /** What the browser gets: a page, or the next address. */
    sealed interface Reply {
        /** A page with its status. */
        record Page(int status, String html) implements Reply {}

        /** On to another address. */
        record Redirect(String location) implements Reply {}
    }
}
