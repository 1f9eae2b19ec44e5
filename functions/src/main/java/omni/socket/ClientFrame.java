package omni.socket;

import omni.chat.ChatLabel.ValueType;
import omni.chat.PermissionMode;
import org.jspecify.annotations.Nullable;

/** What a client may send (contract 14.2); {@link FrameReader} reads it. */
public sealed interface ClientFrame {

    /** What the client calls it; answers repeat it. */
    @Nullable
    String id();

    /**
     * A message to be answered, and the only frame that is limited and charged.
     *
     * @param sessionId null for the connection's own
     */
    record Chat(String id, String text, @Nullable String sessionId, PermissionMode permissionMode)
            implements ClientFrame {}

    /** What answers a question. */
    sealed interface Decision extends ClientFrame {

        @Override
        String id();

        /** Of the question. */
        String questionId();

        boolean isApproved();

        @Nullable
        String comment();
    }

    /** Whether a tool may be called. */
    record PermissionResponse(String id, String permissionId, boolean isApproved) implements Decision {

        @Override
        public String questionId() {
            return permissionId;
        }

        @Override
        public @Nullable String comment() {
            return null;
        }
    }

    /** Whether a plan may be followed. */
    record PlanApproval(
            String id,
            String planId,
            boolean isApproved,
            @Nullable String comment) implements Decision {

        @Override
        public String questionId() {
            return planId;
        }
    }

    /** What manages labels. */
    sealed interface Labeling extends ClientFrame {

        @Override
        String id();
    }

    /** A label as a client writes it: of a change, null leaves a field as it is. */
    record LabelText(
            @Nullable String name,
            @Nullable String color,
            @Nullable ValueType valueType) {}

    /**
     * Makes a label.
     *
     * @param label has a name
     */
    record LabelCreate(String id, LabelText label) implements Labeling {}

    record LabelUpdate(String id, String labelId, LabelText label) implements Labeling {}

    record LabelDelete(String id, String labelId) implements Labeling {}

    /**
     * Puts a label on a session.
     *
     * @param value as it was sent: a text or a number; what it must be says the label
     */
    record LabelAssign(
            String id,
            String labelId,
            String sessionId,
            @Nullable Object value) implements Labeling {}

    record LabelUnassign(String id, String labelId, String sessionId) implements Labeling {}

    /** What manages sources. */
    sealed interface Sourcing extends ClientFrame {

        @Override
        String id();

        String sourceId();
    }

    record SourceConnect(String id, String sourceId) implements Sourcing {}

    record SourceDisconnect(String id, String sourceId) implements Sourcing {}

    record Ping(@Nullable String id) implements ClientFrame {}
}
