package omni.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import omni.json.Json;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large for a frame is made small, and says so. */
class CutTest {

    @Test
    void whatFitsStaysAsItIs() {
        var small = Map.<String, @Nullable Object>of("a", "b", "list", List.of(1L));

        assertThat(Cut.object(small, 100)).isSameAs(small);
        assertThat(Cut.text("abc", 3)).isEqualTo("abc");
    }

    @Test
    void aTextIsCutAtAWholeCharacter() {
        assertThat(Cut.text("abcd", 3)).isEqualTo("ab…");
        assertThat(Cut.text("a\uD83D\uDE00bc", 3)).isEqualTo("a…");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 500, 2000, 6000})
    void aLargeResultKeepsItsShape(int most) {
        var large = Map.<String, @Nullable Object>of(
                "name", "Apple Inc.",
                "text", "x".repeat(9000),
                "rows",
                        IntStream.range(0, 500)
                                .mapToObj(row -> Map.of("value", "y".repeat(50)))
                                .toList());

        var cut = Cut.object(large, most);

        assertThat(Json.write(cut)).hasSizeLessThanOrEqualTo(most);
        assertThat(cut).containsEntry("truncated", true);
        if (most >= 500) {
            assertThat(cut).containsEntry("name", "Apple Inc.").containsKeys("text", "rows");
        }
    }

    @Test
    void aListKeepsAsManyElementsAsFit() {
        var rows = IntStream.range(0, 500)
                .mapToObj(row -> Map.<String, Object>of("row", "r".repeat(90), "values", List.of(1L, 2L, 3L, 4L)))
                .toList();

        var cut = Cut.object(Map.of("name", "Apple Inc.", "rows", rows), 6 * 1024);

        assertThat(Json.write(cut).length).isBetween(5 * 1024 + 900, 6 * 1024);
        assertThat(cut.get("rows"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSizeGreaterThan(40)
                .isSubsetOf(rows);
    }

    @Test
    void whatCannotBeCutIsLeftOut() {
        var wide = new java.util.HashMap<String, Object>();
        IntStream.range(0, 500).forEach(number -> wide.put("name" + number, 1L));

        assertThat(Cut.object(new java.util.HashMap<>(wide), 1000)).isEqualTo(Map.of("truncated", true));
    }
}
