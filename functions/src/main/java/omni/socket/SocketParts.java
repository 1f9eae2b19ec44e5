package omni.socket;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import omni.access.Ids;
import omni.billing.MeterClass;
import omni.chat.ChatConnections;
import omni.chat.ChatLimits;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.ChatTicket;
import omni.chat.ChatWindows;
import omni.http.Settings;
import omni.ledger.Ledger;
import omni.log.RequestLog;
import omni.member.Members;
import omni.member.Sessions;
import omni.meter.Metering;
import omni.refusal.RefusalProblems;
import omni.socket.ClientFrame.Decision;
import omni.socket.ClientFrame.Labeling;
import omni.socket.ClientFrame.Sourcing;

/**
 * What the functions of the socket are made of.
 *
 * @param meterClass of a message
 * @param nanos a clock for latencies only
 */
public record SocketParts(
        Ports ports,
        Tickets tickets,
        Handlers handlers,
        MeterClass meterClass,
        ChatLimits limits,
        Settings settings,
        Ids ids,
        InstantSource clock,
        LongSupplier nanos,
        RequestLog log) {

    /**
     * What they reach for.
     *
     * @param people who is a member, and their organization's account
     */
    public record Ports(
            ChatConnections connections,
            ChatMessages messages,
            ChatWindows windows,
            ChatPush push,
            ChatRuns runs,
            Metering metering,
            Ledger ledger,
            Sessions people,
            Members members) {}

    /** What deals with frames that are not limited. */
    public record Handlers(
            FrameHandler<Labeling> labels, FrameHandler<Sourcing> sources, FrameHandler<Decision> decisions) {}

    /** Opens what a client shows as its ticket. */
    @FunctionalInterface
    public interface Tickets {

        /** The ticket in an envelope; empty where it is forged, none, or expired. */
        Optional<ChatTicket> open(String envelope, Instant now);
    }

    ChatInbox inbox() {
        return new ChatInbox(this, new MessageIntake(this));
    }

    RefusalProblems problems() {
        return new RefusalProblems(settings);
    }
}
