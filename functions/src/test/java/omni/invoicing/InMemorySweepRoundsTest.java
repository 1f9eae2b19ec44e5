package omni.invoicing;

import omni.fakes.InMemorySweepRounds;

class InMemorySweepRoundsTest extends SweepRoundsContract {

    private final SweepRounds rounds = new InMemorySweepRounds();

    @Override
    protected SweepRounds rounds() {
        return rounds;
    }
}
