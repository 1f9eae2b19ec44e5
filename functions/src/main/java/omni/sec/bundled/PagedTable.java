package omni.sec.bundled;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sorted table in pages; the key is the first column of each line. */
record PagedTable(DataSetIndex.Table table, List<String> firstKeys, ResourceReader resources) {

    Optional<Columns> find(String key) throws IOException {
        int page = pageOf(key);
        if (page < 0) {
            return Optional.empty();
        }
        var start = key + "\t";
        return resources.lines(table.page(page)).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(Columns::parse);
    }

    /** Lines whose key begins so, from at most that many pages. */
    List<Columns> startingWith(String prefix, int mostPages) throws IOException {
        var found = new ArrayList<Columns>();
        int first = Math.max(0, pageOf(prefix));
        for (int page = first; page < Math.min(first + mostPages, firstKeys.size()); page++) {
            if (page > first && !firstKeys.get(page).startsWith(prefix)) {
                break;
            }
            resources.lines(table.page(page)).stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(Columns::parse)
                    .forEach(found::add);
        }
        return found;
    }

    /** The last page that begins at or before the key, -1 if all begin after it. */
    private int pageOf(String key) {
        int low = 0;
        int high = firstKeys.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (firstKeys.get(middle).compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
