package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import omni.call.Operation.Group;
import omni.fakes.ServedClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a group's artifact leaves out, nothing in the group may reach: the table below is the one of the shading. */
class ArtifactGroupsTest {

    /** A part of the house that only some groups carry. */
    enum Part {
        STRIPE(Set.of("omni.stripe.", "com.stripe.", "com.google.gson."), EnumSet.of(Group.STRIPE)),
        IDENTITY(Set.of("omni.identity.", "com.nimbusds."), EnumSet.of(Group.AUTHORIZER, Group.ACCOUNT)),
        DATA(Set.of("omni.sec."), EnumSet.of(Group.METERED)),
        YAML(Set.of("omni.json.Yaml", "org.snakeyaml."), EnumSet.of(Group.ACCOUNT)),
        TOKENS(Set.of("omni.tokens.", "com.knuddels."), EnumSet.of(Group.METERED, Group.ACCOUNT, Group.STRIPE));

        final Set<String> packages;
        final Set<Group> carriers;

        Part(Set<String> packages, Set<Group> carriers) {
            this.packages = packages;
            this.carriers = carriers;
        }
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void aHandlerReachesOnlyWhatItsArtifactCarries(Group group) {
        for (var part : Part.values()) {
            if (part.carriers.contains(group)) {
                continue;
            }
            var handler = group.handler();
            assertThat(House.reach(handler).entrySet())
                    .as("what %s (%s) reaches of %s", handler, group, part)
                    .noneMatch(way -> part.packages.stream().anyMatch(way.getKey()::startsWith));
        }
    }

    /** Reads of the account that are tools too: the MCP server stands where the routes are that it sells. */
    private static final Set<String> TOOLS_OF_THE_ACCOUNT =
            Set.of("omni.endpoint.GetBilling", "omni.endpoint.GetLimits", "omni.endpoint.QuoteBilling");

    /** A start finds nothing of another group's, nor does it miss anything where the artifact leaves that out. */
    @ParameterizedTest
    @EnumSource(Group.class)
    void aHandlerReachesAllOperationsOfItsGroupAndNoneOfAnother(Group group) {
        var reach = House.reach(group.handler()).keySet();

        assertThat(reach).containsAll(ServedClasses.of(group));
        for (var other : EnumSet.complementOf(EnumSet.of(group))) {
            assertThat(reach)
                    .filteredOn(name -> !(group == Group.METERED && TOOLS_OF_THE_ACCOUNT.contains(name)))
                    .as("%s and %s", group, other)
                    .doesNotContainAnyElementsOf(ServedClasses.of(other));
        }
    }

    /** The authorizer's artifact leaves the endpoints out, but for their list. */
    @Test
    void theAuthorizerReachesNoEndpoint() {
        assertThat(House.reach(Group.AUTHORIZER.handler()).keySet())
                .filteredOn(name -> name.startsWith("omni.endpoint."))
                .allMatch(
                        name -> name.startsWith("omni.endpoint.Endpoints") || name.startsWith("omni.endpoint.Grants"));
    }

    /** Nor what the shade plugin's filter keeps out of it besides. */
    @Test
    void theAuthorizerReachesNothingThatItsArtifactLeavesOut() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var included = patterns(pom, "include");
        var excluded = patterns(pom, "exclude");

        assertThat(included).hasSizeGreaterThan(10);
        assertThat(excluded).hasSizeGreaterThan(10);
        assertThat(House.reach(Group.AUTHORIZER.handler()).keySet())
                .filteredOn(name -> name.startsWith("omni."))
                .allMatch(name -> included.stream().anyMatch(name::startsWith))
                .noneMatch(name -> excluded.stream().anyMatch(name::startsWith));
    }

    /** How the names of our classes begin that the authorizer's filter, the first of the file, lets in or keeps out. */
    private static List<String> patterns(String pom, String element) {
        var filter = pom.substring(0, pom.indexOf("<id>metered</id>"));
        return Pattern.compile("<" + element + ">(omni/[A-Za-z/]+)\\*+</" + element + ">")
                .matcher(filter)
                .results()
                .map(found -> found.group(1).replace('/', '.'))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void whatAGroupCarriesItNeeds(Part part) {
        for (var group : part.carriers) {
            assertThat(House.reach(group.handler()).keySet())
                    .as("what %s reaches of %s", group, part)
                    .anyMatch(name -> part.packages.stream().anyMatch(name::startsWith));
        }
    }
}
