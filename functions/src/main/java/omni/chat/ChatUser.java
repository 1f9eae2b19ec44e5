package omni.chat;

/** A person in a chat. */
public record ChatUser(String orgId, String userId) {}
