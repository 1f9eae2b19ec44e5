package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.chat.ChatLabel.ValueType;
import omni.chat.PermissionMode;
import omni.json.Fields;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 14.2, field by field. */
class FrameReaderTest {

    private static FrameReader.Reading read(String frame) {
        return FrameReader.read(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable ClientFrame good(String frame) {
        return read(frame.replace('\'', '"')) instanceof FrameReader.Good(var good) ? good : null;
    }

    private static FrameReader.Bad bad(String frame) {
        return (FrameReader.Bad) read(frame.replace('\'', '"'));
    }

    @Test
    void everyTypeIsReadWithAllItsFields() {
        assertThat(good("{'type':'chat','id':'m-1','text':'a\\n\\tb','sessionId':'s','permissionMode':'allow-all'}"))
                .isEqualTo(new ClientFrame.Chat("m-1", "a\n\tb", "s", PermissionMode.ALLOW_ALL));
        assertThat(good("{'type':'chat','id':'m-1','text':'a','more':1}"))
                .isEqualTo(new ClientFrame.Chat("m-1", "a", null, PermissionMode.SAFE));
        assertThat(good("{'type':'permission-response','id':'1','permissionId':'prm_1','decision':'approve'}"))
                .isEqualTo(new ClientFrame.PermissionResponse("1", "prm_1", true));
        assertThat(good("{'type':'plan-approval','id':'1','planId':'pln_1','decision':'reject','comment':'no'}"))
                .isEqualTo(new ClientFrame.PlanApproval("1", "pln_1", false, "no"));
        assertThat(good("{'type':'label-create','id':'1','label':{'name':' Due ','color':'#ff0','valueType':'date'}}"))
                .isEqualTo(new ClientFrame.LabelCreate("1", new ClientFrame.LabelText("Due", "#ff0", ValueType.DATE)));
        assertThat(good("{'type':'label-update','id':'1','labelId':'l','label':{'color':'red'}}"))
                .isEqualTo(new ClientFrame.LabelUpdate("1", "l", new ClientFrame.LabelText(null, "red", null)));
        assertThat(good("{'type':'label-delete','id':'1','labelId':'l'}"))
                .isEqualTo(new ClientFrame.LabelDelete("1", "l"));
        assertThat(good("{'type':'label-assign','id':'1','labelId':'l','sessionId':'s','value':7}"))
                .isEqualTo(new ClientFrame.LabelAssign("1", "l", "s", 7L));
        assertThat(good("{'type':'label-assign','id':'1','labelId':'l','sessionId':'s','value':'x'}"))
                .isEqualTo(new ClientFrame.LabelAssign("1", "l", "s", "x"));
        assertThat(good("{'type':'label-unassign','id':'1','labelId':'l','sessionId':'s'}"))
                .isEqualTo(new ClientFrame.LabelUnassign("1", "l", "s"));
        assertThat(good("{'type':'source-connect','id':'1','sourceId':'sec'}"))
                .isEqualTo(new ClientFrame.SourceConnect("1", "sec"));
        assertThat(good("{'type':'source-disconnect','id':'1','sourceId':'sec'}"))
                .isEqualTo(new ClientFrame.SourceDisconnect("1", "sec"));
        assertThat(good("{'type':'ping'}")).isEqualTo(new ClientFrame.Ping(null));
        assertThat(good("{'type':'ping','id':'p'}")).isEqualTo(new ClientFrame.Ping("p"));
    }

    @ParameterizedTest(name = "{0} is at fault in {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'chat'}                                                           | id,text
            {'type':'chat','id':'','text':''}                                         | id,text
            {'type':'chat','id':7,'text':['x'],'sessionId':{},'permissionMode':'all'} | id,permissionMode,sessionId,text
            {'type':'chat','id':'1','text':'a\\u0000b'}                               | text
            {'type':'chat','id':'1','text':'a\\u202eb'}                               | text
            {'type':'chat','id':'1','text':null}                                      | text
            {'id':'1','text':'x'}                                                     | type
            {'type':3,'id':'1'}                                                       | type
            {'type':'permission-response','id':'1','permissionId':'p'}                | decision
            {'type':'permission-response','decision':'yes'}                           | decision,id,permissionId
            {'type':'plan-approval','id':'1','planId':'','decision':'approve','comment':5} | comment,planId
            {'type':'label-create','id':'1'}                                          | label
            {'type':'label-create','id':'1','label':[]}                               | label
            {'type':'label-create','id':'1','label':{'color':1,'valueType':'money'}}  | label.color,label.name,label.valueType
            {'type':'label-update','id':'1','labelId':'l'}                            | label
            {'type':'label-assign','id':'1','value':true}                             | labelId,sessionId,value
            {'type':'source-connect','id':'1'}                                        | sourceId
            {'type':'ping','id':''}                                                   | id
            """)
    void allFaultsAreTold(String frame, String paths) {
        var problem = bad(frame).problem();
        assertThat(problem.code().wire()).isEqualTo("validation_error");
        assertThat(((List<?>) Objects.requireNonNull(problem.details().get("issues")))
                        .stream().map(issue -> ((Fields.Fault) issue).path()).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(paths.split(","));
    }

    @Test
    void aTextHasSixteenThousandCharactersAtMostAndAnIdSixtyFour() {
        var text = "x".repeat(16_000);
        assertThat(good(Json.text(Map.of("type", "chat", "id", "i".repeat(64), "text", text))))
                .isNotNull();
        assertThat(good(Json.text(Map.of("type", "chat", "id", "1", "text", text + "x"))))
                .isNull();
        assertThat(good(Json.text(Map.of("type", "chat", "id", "i".repeat(65), "text", "x"))))
                .isNull();
        var wide = "\ud83d\ude00".repeat(8_000);
        assertThat(good("{'type':'chat','id':'1','text':'" + wide + "'}")).isNotNull();
    }

    @ParameterizedTest(name = "{0} is {1}, to {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'talk','id':'m-1'} | unknown_message_type | m-1
            {'type':'Chat','id':'m-1'} | unknown_message_type | m-1
            {'type':'talk','id':5}     | unknown_message_type |
            {'type':'chat','id':'m-1'} | validation_error     | m-1
            {'type':'chat'             | invalid_json         |
            []                         | invalid_json         |
            'hello'                    | invalid_json         |
            {} {}                      | invalid_json         |
            """)
    void aFrameThatIsNoneIsRefusedByItsCode(String frame, String code, @Nullable String replyTo) {
        assertThat(bad(frame).problem().code().wire()).isEqualTo(code);
        assertThat(bad(frame).replyTo()).isEqualTo(replyTo);
    }

    @Test
    void nothingAtAllIsNoJson() {
        assertThat(bad("").problem().code().wire()).isEqualTo("invalid_json");
        var halves = new byte[] {'"', (byte) 0xC3, '"'};
        assertThat(FrameReader.read(halves)).isInstanceOf(FrameReader.Bad.class);
    }

    @Test
    void aFrameOfMoreThanThirtyTwoKibibytesIsRefusedUnread() {
        var frame = Json.text(Map.of("type", "ping", "id", "1", "pad", ""));
        var largest = frame.replace("\"pad\":\"\"", "\"pad\":\"" + "x".repeat(32 * 1024 - frame.length()) + "\"");
        assertThat(read(largest)).isInstanceOf(FrameReader.Good.class);
        var larger = (FrameReader.Bad) read(largest + " ");
        assertThat(larger.problem().code().wire()).isEqualTo("validation_error");
        assertThat(larger.problem().message()).isEqualTo("frame: must have at most 32 KiB.");
    }
}
