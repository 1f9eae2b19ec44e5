package omni.invoicing;

import omni.fakes.InMemoryUsageReports;

class InMemoryUsageReportsTest extends UsageReportsContract {

    private final UsageReports reports = new InMemoryUsageReports();

    @Override
    protected UsageReports reports() {
        return reports;
    }
}
