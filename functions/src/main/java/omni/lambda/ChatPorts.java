package omni.lambda;

import java.security.SecureRandom;
import omni.chat.ChatConnections;
import omni.chat.ChatLabels;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.ChatSources;
import omni.chat.ChatWindows;
import omni.dynamodb.DynamoChatConnections;
import omni.dynamodb.DynamoChatLabels;
import omni.dynamodb.DynamoChatMessages;
import omni.dynamodb.DynamoChatSources;
import omni.dynamodb.DynamoChatWindows;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoSessions;
import omni.dynamodb.Table;
import omni.ledger.Ledger;
import omni.member.Members;
import omni.member.Sessions;
import omni.meter.Metering;

/**
 * What the functions of the chat reach for.
 *
 * @param people who is a member, and their organization's account
 */
public record ChatPorts(
        ChatConnections connections,
        ChatMessages messages,
        ChatWindows windows,
        ChatPush push,
        ChatRuns runs,
        Metering metering,
        Ledger ledger,
        Sessions people,
        Members members,
        ChatLabels labels,
        ChatSources sources) {

    public static ChatPorts of(Foundation foundation, Table table, ChatOutlets outlets) {
        return new ChatPorts(
                new DynamoChatConnections(table),
                new DynamoChatMessages(table),
                new DynamoChatWindows(table, new SecureRandom()),
                outlets.push(),
                outlets.runs(),
                Shells.metering(foundation, table),
                Counted.ledger(new DynamoLedger(table, foundation.meterNumbers()), foundation.metrics()),
                new DynamoSessions(table),
                new DynamoMembers(table),
                new DynamoChatLabels(table),
                new DynamoChatSources(table));
    }
}
