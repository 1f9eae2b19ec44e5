package omni.local.oidc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import omni.local.machine.AtomicFile;
import omni.local.machine.LocalJson;

/** Who signed in before, the latest first; offered on the login page. */
final class LocalUsers {

    /** More would not fit the page. */
    private static final int REMEMBERED = 50;

    private final Optional<AtomicFile> file;
    private final Deque<LocalUser> users = new ArrayDeque<>();

    LocalUsers(Optional<Path> folder) {
        file = folder.map(path -> new AtomicFile(path.resolve("oidc-users.json")));
        file.flatMap(AtomicFile::read)
                .flatMap(text -> LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(saved -> saved.path("users")
                        .forEach(user -> LocalUser.of(
                                        user.path("email").asText(),
                                        user.path("name").asText(),
                                        user.path("email_verified").asBoolean())
                                .ifPresent(users::addLast)));
    }

    synchronized Optional<LocalUser> find(String email) {
        return users.stream()
                .filter(user -> user.email().equalsIgnoreCase(email.strip()))
                .findFirst();
    }

    synchronized List<LocalUser> all() {
        return List.copyOf(users);
    }

    /** The newest name and tick of an address are the ones that stay. */
    synchronized void remember(LocalUser user) {
        if (user.equals(users.peekFirst())) {
            return;
        }
        users.removeIf(known -> known.email().equals(user.email()));
        users.addFirst(user);
        if (users.size() > REMEMBERED) {
            users.removeLast();
        }
        var json = LocalJson.object();
        var list = json.putArray("users");
        users.forEach(known -> list.add(known.claims()));
        file.ifPresent(saved -> saved.write(json.toString()));
    }
}
