package omni.meter;

import omni.fakes.InMemoryAddressWindows;

class InMemoryAddressWindowsTest extends AddressWindowsContract {

    private final InMemoryAddressWindows windows = new InMemoryAddressWindows();

    @Override
    protected AddressWindows windows() {
        return windows;
    }
}
