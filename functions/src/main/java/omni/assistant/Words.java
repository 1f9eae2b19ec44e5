package omni.assistant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import omni.assistant.Word.Before;

/** Takes a text apart in one pass. Of a long text the beginning is read, of a long word too. */
final class Words {

    /** How many words of a text are read. */
    static final int MOST = 200;

    private static final int MOST_CHARACTERS = 4_000;
    private static final int LONGEST = 60;
    private static final int LONGEST_QUOTATION = 100;
    private static final String OPENING = "\"“„«";
    private static final String CLOSING = "\"”“»";
    private static final Set<Integer> INNER = Set.of((int) '-', (int) '_', (int) '.', (int) '&', (int) '\'', (int) '’');
    private static final Pattern NUMBER_AND_WORD = Pattern.compile("[0-9]{1,4}-[A-Za-z]{3,}");

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private Before before = Before.NOTHING;
    private int at;

    private Words(String text) {
        this.text = text;
    }

    static List<Word> of(String text) {
        return new Words(text).read();
    }

    private List<Word> read() {
        while (at < Math.min(MOST_CHARACTERS, text.length()) && words.size() < MOST) {
            int letter = text.codePointAt(at);
            if (isLetter(letter)) {
                word(false);
            } else if (letter == '$' && isLetter(letterAt(at + 1))) {
                at++;
                word(true);
            } else if (!isQuotation(letter)) {
                mark(letter);
                at += Character.charCount(letter);
            }
        }
        return List.copyOf(words.subList(0, Math.min(words.size(), MOST)));
    }

    private int letterAt(int place) {
        return place < text.length() ? text.codePointAt(place) : ' ';
    }

    private static boolean isLetter(int letter) {
        return Character.isLetterOrDigit(letter) || Character.getType(letter) == Character.NON_SPACING_MARK;
    }

    private void mark(int letter) {
        if (letter == '&') {
            before = Before.AMPERSAND;
        } else if (!Character.isWhitespace(letter) && letter != '\'' && letter != '(') {
            before = Before.BREAK;
        }
    }

    /** Whether a short quotation begins here, which is then taken as one word. */
    private boolean isQuotation(int letter) {
        if (OPENING.indexOf(letter) < 0) {
            return false;
        }
        int limit = Math.min(text.length(), at + LONGEST_QUOTATION);
        for (int end = at + 1; end < limit; end++) {
            if (CLOSING.indexOf(text.charAt(end)) >= 0) {
                var inside = text.substring(at + 1, end).strip();
                if (inside.isEmpty()) {
                    return false;
                }
                add(inside, new Word(inside, before, true, false, false));
                at = end + 1;
                return true;
            }
        }
        return false;
    }

    private void word(boolean isSymbol) {
        int start = at;
        while (isLetter(letterAt(at)) || (INNER.contains(letterAt(at)) && isLetter(letterAt(at + 1)))) {
            at += Character.charCount(text.codePointAt(at));
        }
        var written = text.substring(start, Math.min(at, start + LONGEST));
        if (NUMBER_AND_WORD.matcher(written).matches()) {
            int dash = written.indexOf('-');
            add(written, new Word(written.substring(0, dash), before, false, false, false));
            add(written, new Word(written.substring(dash + 1), before, false, false, false));
            return;
        }
        var bare = written.replaceFirst("['’][sS]$", "");
        add(written, new Word(bare, before, false, isSymbol, bare.length() < written.length()));
    }

    private void add(String written, Word word) {
        if (!written.isEmpty()) {
            words.add(word);
            before = Before.NOTHING;
        }
    }
}
