from itertools import count

from network.dashboard.once import once, one_page


def test_once_a_page_and_each_time_elsewhere():
    numbers = count()
    read = once(lambda: next(numbers))
    with one_page():
        assert [read(), read()] == [0, 0]
    with one_page():
        assert [read(), read()] == [1, 1]
    assert [read(), read()] == [2, 3]
