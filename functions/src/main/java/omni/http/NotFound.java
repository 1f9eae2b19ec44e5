package omni.http;

import java.util.List;

/** Step 0 of contract 4. */
public final class NotFound {

    private NotFound() {}

    public static Reply.Problem route() {
        return Reply.Problem.of(ErrorCode.ROUTE_NOT_FOUND, "There is no such route.");
    }

    public static Reply.Problem method(List<String> allowed) {
        return Reply.Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This route does not know the method.")
                .header("Allow", String.join(", ", allowed));
    }
}
