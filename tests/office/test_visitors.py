"""Where a visitor comes from, however the address is written."""

import pytest

from opcc.office.visitors import client_address


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:50312", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:C000:201", "192.0.2.1"),
        ("[::ffff:192.0.2.1]:50312", "192.0.2.1"),
        ("2001:DB8:0::1", "2001:db8::1"),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_an_address_is_the_same_however_it_is_written(rf, settings, proxies, written, meant):
    settings.PROXIES = proxies
    came = {"HTTP_X_FORWARDED_FOR": written} if proxies else {"REMOTE_ADDR": written}

    assert client_address(rf.get("/", **came)) == meant


@pytest.mark.parametrize("written", ["", "nobody"])
def test_what_is_no_address_stays_as_the_server_said_it(rf, written):
    assert client_address(rf.get("/", REMOTE_ADDR=written)) == written
