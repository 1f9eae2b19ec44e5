package omni.metering;

import omni.fakes.InMemorySweepRounds;

class InMemorySweepRoundsTest extends SweepRoundsContract {

    private final SweepRounds rounds = new InMemorySweepRounds();

    @Override
    protected SweepRounds rounds() {
        return rounds;
    }
}
