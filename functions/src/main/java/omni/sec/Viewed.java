package omni.sec;

import java.util.List;

/** An object that is shown in three views; it is itself the default one (contract 11.12). */
public sealed interface Viewed permits EntityView, FilingView, SectionView, StatementView {

    Record compact();

    /**
     * The view for agents.
     *
     * @param filings what the object was made from, newest first
     */
    Record agent(List<Filing> filings);
}
