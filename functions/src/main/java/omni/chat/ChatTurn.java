package omni.chat;

/** A message of a session and what was answered: what a later message may refer to. */
public record ChatTurn(String asked, String answered) {}
