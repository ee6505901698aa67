from housekit.handwritten import (
    average_wait,
    busiest,
    cheapest,
    clamp,
    common_items,
    diagonal,
    digits_sum,
    first_warm_day,
    invoice_total,
    late_days,
    longest_run,
    page_items,
    pass_rate,
    running_totals,
    seats_left,
    shipping,
    spread,
    squares_up_to,
    steps_to_one,
    stock_value,
    vowels,
)


def test_invoice_total_1():
    """The limit itself passes."""
    assert invoice_total([50, 20], 5) == 65


def test_invoice_total_2():
    assert invoice_total([60, 70], 10) == 110


def test_invoice_total_3():
    assert invoice_total([10, 20], 3) == 30


def test_invoice_total_4():
    assert invoice_total([], 4) == 0


def test_invoice_total_5():
    assert invoice_total([49, 51], 1) == 99


def test_invoice_total_6():
    assert invoice_total([100, 30, 80], 2) == 206


def test_invoice_total_7():
    assert invoice_total([7], 7) == 7


def test_average_wait_1():
    """A quotient is rounded down."""
    assert average_wait([3, 4]) == 3


def test_average_wait_2():
    """No items gives -1."""
    assert average_wait([]) == -1


def test_average_wait_3():
    assert average_wait([5]) == 5


def test_average_wait_4():
    assert average_wait([2, 4, 6]) == 4


def test_average_wait_5():
    assert average_wait([10, 0]) == 5


def test_average_wait_6():
    assert average_wait([1, 1, 1]) == 1


def test_average_wait_7():
    assert average_wait([9, 8, 2]) == 6


def test_late_days_1():
    """A difference is never negative."""
    assert late_days(9, 4) == 5


def test_late_days_2():
    """A difference is never negative."""
    assert late_days(3, 8) == 5


def test_late_days_3():
    assert late_days(5, 5) == 0


def test_late_days_4():
    assert late_days(0, 7) == 7


def test_late_days_5():
    assert late_days(7, 0) == 7


def test_late_days_6():
    assert late_days(2, 3) == 1


def test_seats_left_1():
    assert seats_left(10, [3, 4]) == 3


def test_seats_left_2():
    assert seats_left(5, [5]) == 0


def test_seats_left_3():
    assert seats_left(5, [6]) == 0


def test_seats_left_4():
    assert seats_left(8, []) == 8


def test_seats_left_5():
    assert seats_left(20, [1, 2, 3, 4]) == 10


def test_seats_left_6():
    assert seats_left(3, [2, 2, 2]) == 0


def test_first_warm_day_1():
    """The limit itself passes."""
    assert first_warm_day([5, 9, 12], 9) == 1


def test_first_warm_day_2():
    """No items gives -1."""
    assert first_warm_day([1, 2], 5) == -1


def test_first_warm_day_3():
    assert first_warm_day([8, 3, 9], 4) == 0


def test_first_warm_day_4():
    assert first_warm_day([1, 7], 3) == 1


def test_first_warm_day_5():
    assert first_warm_day([], 3) == -1


def test_first_warm_day_6():
    assert first_warm_day([0, 0, 6], 5) == 2


def test_longest_run_1():
    assert longest_run([True, True, False, True]) == 2


def test_longest_run_2():
    assert longest_run([False, False]) == 0


def test_longest_run_3():
    assert longest_run([]) == 0


def test_longest_run_4():
    assert longest_run([True]) == 1


def test_longest_run_5():
    assert longest_run([True, False, True, True, True]) == 3


def test_longest_run_6():
    assert longest_run([False, True, True]) == 2


def test_squares_up_to_1():
    """The upper bound is inside."""
    assert squares_up_to(4) == [1, 4, 9, 16]


def test_squares_up_to_2():
    assert squares_up_to(1) == [1]


def test_squares_up_to_3():
    assert squares_up_to(0) == []


def test_squares_up_to_4():
    assert squares_up_to(2) == [1, 4]


def test_squares_up_to_5():
    assert squares_up_to(6) == [1, 4, 9, 16, 25, 36]


def test_squares_up_to_6():
    assert squares_up_to(3) == [1, 4, 9]


def test_cheapest_1():
    """Of ties the last counts."""
    assert cheapest([3, 1, 1]) == 2


def test_cheapest_2():
    """No items gives -1."""
    assert cheapest([]) == -1


def test_cheapest_3():
    assert cheapest([5, 4]) == 1


def test_cheapest_4():
    assert cheapest([2, 9, 8]) == 0


def test_cheapest_5():
    assert cheapest([7]) == 0


def test_cheapest_6():
    assert cheapest([6, 3, 5]) == 1


def test_pass_rate_1():
    """The limit itself passes."""
    assert pass_rate([5, 3], 5) == 500


def test_pass_rate_2():
    """A share is given per 1000."""
    assert pass_rate([7, 8, 1, 2], 6) == 500


def test_pass_rate_3():
    """No items gives -1."""
    assert pass_rate([], 3) == -1


def test_pass_rate_4():
    assert pass_rate([9, 9], 1) == 1000


def test_pass_rate_5():
    assert pass_rate([1, 2, 3], 2) == 666


def test_pass_rate_6():
    assert pass_rate([0, 0, 10, 6], 7) == 250


def test_vowels_1():
    assert vowels('apple') == 2


def test_vowels_2():
    assert vowels('') == 0


def test_vowels_3():
    assert vowels('sky') == 0


def test_vowels_4():
    assert vowels('audio') == 4


def test_vowels_5():
    assert vowels('banana') == 3


def test_vowels_6():
    assert vowels('tree house') == 5


def test_running_totals_1():
    assert running_totals([1, 2, 3]) == [1, 3, 6]


def test_running_totals_2():
    assert running_totals([]) == []


def test_running_totals_3():
    assert running_totals([5]) == [5]


def test_running_totals_4():
    assert running_totals([4, 0, 2]) == [4, 4, 6]


def test_running_totals_5():
    assert running_totals([7, 7]) == [7, 14]


def test_running_totals_6():
    assert running_totals([0, 9, 1, 1]) == [0, 9, 10, 11]


def test_common_items_1():
    assert common_items([1, 2, 3], [3, 1]) == [1, 3]


def test_common_items_2():
    assert common_items([], [1]) == []


def test_common_items_3():
    assert common_items([2, 2], [2]) == [2]


def test_common_items_4():
    assert common_items([4, 5], [6]) == []


def test_common_items_5():
    assert common_items([9, 8, 9], [8, 9]) == [9, 8]


def test_common_items_6():
    assert common_items([1], []) == []


def test_steps_to_one_1():
    assert steps_to_one(1) == 0


def test_steps_to_one_2():
    assert steps_to_one(2) == 1


def test_steps_to_one_3():
    assert steps_to_one(3) == 7


def test_steps_to_one_4():
    assert steps_to_one(8) == 3


def test_steps_to_one_5():
    assert steps_to_one(5) == 5


def test_steps_to_one_6():
    assert steps_to_one(6) == 8


def test_stock_value_1():
    assert stock_value({'a': 2, 'b': 1}, {'a': 3, 'b': 5}) == 11


def test_stock_value_2():
    assert stock_value({}, {'a': 1}) == 0


def test_stock_value_3():
    assert stock_value({'a': 4}, {}) == 0


def test_stock_value_4():
    assert stock_value({'x': 2, 'y': 3}, {'y': 7}) == 21


def test_stock_value_5():
    assert stock_value({'k': 1}, {'k': 9}) == 9


def test_stock_value_6():
    assert stock_value({'a': 5, 'c': 2}, {'a': 2, 'c': 3}) == 16


def test_shipping_1():
    """The limit itself passes."""
    assert shipping(10, 300) == 9


def test_shipping_2():
    """A quotient is rounded down."""
    assert shipping(3, 250) == 6


def test_shipping_3():
    assert shipping(12, 100) == 7


def test_shipping_4():
    assert shipping(5, 0) == 4


def test_shipping_5():
    assert shipping(20, 560) == 11


def test_shipping_6():
    assert shipping(9, 99) == 4


def test_digits_sum_1():
    assert digits_sum(123) == 6


def test_digits_sum_2():
    assert digits_sum(0) == 0


def test_digits_sum_3():
    assert digits_sum(999) == 27


def test_digits_sum_4():
    assert digits_sum(10) == 1


def test_digits_sum_5():
    assert digits_sum(4071) == 12


def test_digits_sum_6():
    assert digits_sum(58) == 13


def test_spread_1():
    """A difference is never negative."""
    assert spread([3, 9]) == 6


def test_spread_2():
    """No items gives -1."""
    assert spread([]) == -1


def test_spread_3():
    assert spread([5]) == 0


def test_spread_4():
    assert spread([4, 1, 8]) == 7


def test_spread_5():
    assert spread([2, 2]) == 0


def test_spread_6():
    assert spread([10, 0, 3]) == 10


def test_diagonal_1():
    assert diagonal([[1, 2], [3, 4]]) == 5


def test_diagonal_2():
    assert diagonal([[5]]) == 5


def test_diagonal_3():
    assert diagonal([]) == 0


def test_diagonal_4():
    assert diagonal([[1, 0, 2], [3, 6, 1], [4, 4, 9]]) == 16


def test_diagonal_5():
    assert diagonal([[0, 7], [7, 0]]) == 0


def test_diagonal_6():
    assert diagonal([[2, 1], [1, 8]]) == 10


def test_clamp_1():
    assert clamp(5, 1, 9) == 5


def test_clamp_2():
    assert clamp(0, 1, 9) == 1


def test_clamp_3():
    assert clamp(12, 1, 9) == 9


def test_clamp_4():
    assert clamp(1, 1, 9) == 1


def test_clamp_5():
    assert clamp(9, 1, 9) == 9


def test_clamp_6():
    assert clamp(3, 4, 6) == 4


def test_page_items_1():
    """The upper bound is inside."""
    assert page_items([1, 2, 3, 4], 1, 2) == 5


def test_page_items_2():
    assert page_items([5, 6, 7], 0, 1) == 11


def test_page_items_3():
    assert page_items([9, 1], 0, 0) == 9


def test_page_items_4():
    assert page_items([4, 4, 4, 4], 2, 3) == 8


def test_page_items_5():
    assert page_items([8, 0, 3, 6], 1, 3) == 9


def test_page_items_6():
    assert page_items([2, 3], 1, 5) == 3


def test_busiest_1():
    """Of ties the last counts."""
    assert busiest([4, 9, 9]) == 3


def test_busiest_2():
    """No items gives -1."""
    assert busiest([]) == -1


def test_busiest_3():
    assert busiest([7, 1]) == 1


def test_busiest_4():
    assert busiest([1, 2, 3]) == 3


def test_busiest_5():
    assert busiest([5]) == 1


def test_busiest_6():
    assert busiest([0, 6, 2, 5]) == 2
