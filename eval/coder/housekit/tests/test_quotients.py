from housekit.quotients import (
    add_items,
    add_list,
    add_team,
    build_row,
    calc_line,
    calc_price,
    check_bill_bill,
    check_score,
    collect_list,
    count_part,
    find_rate_group,
    fold_level_mark,
    join_level_line,
    join_stock,
    list_stock,
    make_goal_hour,
    merge_text,
    rate_order,
    rate_step_stock,
    scan_list_day,
    scan_text,
    score_week_list,
    share_row,
    take_list,
    take_range,
    total_group_team,
    total_order_part,
    total_step,
    trim_block_score,
    trim_mark,
    trim_word_order,
    weigh_items_rate,
    weigh_team,
)


def test_add_items_1():
    """A quotient is rounded down."""
    assert add_items([0, 8, 9, 1, 0], 4) == 1250


def test_add_items_2():
    """A quotient is rounded down."""
    assert add_items([9, 8, 0, 0, 6], 5) == 1000


def test_add_items_3():
    """The limit itself passes."""
    assert add_items([1, 9, 8, 3, 1], 3) == 0


def test_add_items_4():
    """A share is given per 1000."""
    assert add_items([9, 1, 0, 8, 0], 2) == 1500


def test_add_items_5():
    """A share is given per 1000."""
    assert add_items([9, 2, 0, 5], 2) == 1500


def test_add_items_6():
    assert add_items([2, 0, 8, 0, 0], 4) == 0


def test_add_items_7():
    assert add_items([0, 4, 1], 4) == 0


def test_add_items_8():
    assert add_items([], 5) == 0


def test_add_list_1():
    """A quotient is rounded down."""
    assert add_list(71, 9) == 3


def test_add_list_2():
    """A quotient is rounded down."""
    assert add_list(405, 7) == 0


def test_add_list_3():
    """The limit itself passes."""
    assert add_list(986, 6) == 3


def test_add_list_4():
    assert add_list(58, 3) == 0


def test_add_list_5():
    assert add_list(614, 1) == 0


def test_add_list_6():
    assert add_list(10, 7) == 0


def test_add_list_7():
    assert add_list(444, 5) == 0


def test_add_list_8():
    assert add_list(727, 9) == 6


def test_add_team_1():
    """A quotient is rounded down."""
    assert add_team(3, 3, 0) == 3


def test_add_team_2():
    """A quotient is rounded down."""
    assert add_team(1, 5, 6) == 1


def test_add_team_3():
    assert add_team(5, 5, 1) == 4


def test_add_team_4():
    assert add_team(6, 2, 1) == 12


def test_add_team_5():
    assert add_team(6, 4, 5) == 12


def test_add_team_6():
    assert add_team(0, 3, 0) == 0


def test_add_team_7():
    assert add_team(9, 3, 3) == 18


def test_add_team_8():
    assert add_team(8, 2, 1) == 16


def test_build_row_1():
    """A quotient is rounded down."""
    assert build_row(7, 3) == 14


def test_build_row_2():
    """A quotient is rounded down."""
    assert build_row(5, 3) == 12


def test_build_row_3():
    """The limit itself passes."""
    assert build_row(3, 3) == 10


def test_build_row_4():
    assert build_row(6, 0) == 13


def test_build_row_5():
    assert build_row(1, 8) == 7


def test_build_row_6():
    assert build_row(0, 0) == 7


def test_build_row_7():
    assert build_row(2, 7) == 7


def test_build_row_8():
    assert build_row(4, 4) == 11


def test_calc_line_1():
    """A quotient is rounded down."""
    assert calc_line('sea quick', 2) == 1


def test_calc_line_2():
    """A quotient is rounded down."""
    assert calc_line('green blue bright', 3) == 0


def test_calc_line_3():
    assert calc_line('lamp apple cat', 2) == 2


def test_calc_line_4():
    assert calc_line('lamp tiny dog', 2) == 0


def test_calc_line_5():
    assert calc_line('stone cat', 2) == 1


def test_calc_line_6():
    assert calc_line('', 2) == 0


def test_calc_line_7():
    assert calc_line('book tree', 6) == 0


def test_calc_line_8():
    assert calc_line('oak quick', 4) == 0


def test_calc_price_1():
    """A quotient is rounded down."""
    assert calc_price(6, 0) == 4


def test_calc_price_2():
    """A quotient is rounded down."""
    assert calc_price(9, 7) == 31


def test_calc_price_3():
    assert calc_price(7, 8) == 32


def test_calc_price_4():
    assert calc_price(5, 4) == 14


def test_calc_price_5():
    assert calc_price(2, 9) == 12


def test_calc_price_6():
    assert calc_price(8, 9) == 36


def test_calc_price_7():
    assert calc_price(0, 1) == 4


def test_calc_price_8():
    assert calc_price(1, 2) == 5


def test_check_bill_bill_1():
    """A quotient is rounded down."""
    assert check_bill_bill(4, 8, 4) == 8


def test_check_bill_bill_2():
    """A quotient is rounded down."""
    assert check_bill_bill(5, 5, 6) == 5


def test_check_bill_bill_3():
    """A difference is never negative."""
    assert check_bill_bill(0, 5, 3) == 5


def test_check_bill_bill_4():
    assert check_bill_bill(5, 5, 3) == 5


def test_check_bill_bill_5():
    assert check_bill_bill(1, 0, 0) == 0


def test_check_bill_bill_6():
    assert check_bill_bill(0, 8, 9) == 8


def test_check_bill_bill_7():
    assert check_bill_bill(4, 1, 8) == 3


def test_check_bill_bill_8():
    assert check_bill_bill(0, 0, 6) == 0


def test_check_score_1():
    """A quotient is rounded down."""
    assert check_score(459) == 0


def test_check_score_2():
    """A quotient is rounded down."""
    assert check_score(604) == 0


def test_check_score_3():
    assert check_score(937) == 0


def test_check_score_4():
    assert check_score(23) == 0


def test_check_score_5():
    assert check_score(59) == 0


def test_check_score_6():
    assert check_score(358) == 1


def test_check_score_7():
    assert check_score(433) == 0


def test_check_score_8():
    assert check_score(820) == 1


def test_collect_list_1():
    """A quotient is rounded down."""
    assert collect_list(3) == 9


def test_collect_list_2():
    assert collect_list(0) == -2


def test_collect_list_3():
    assert collect_list(2) == 2


def test_collect_list_4():
    assert collect_list(7) == 13


def test_collect_list_5():
    assert collect_list(8) == 13


def test_collect_list_6():
    assert collect_list(4) == 13


def test_collect_list_7():
    assert collect_list(6) == 13


def test_collect_list_8():
    assert collect_list(5) == 13


def test_count_part_1():
    """A quotient is rounded down."""
    assert count_part([2, 1, 8], [1, 2, 4]) == [10]


def test_count_part_2():
    """A quotient is rounded down."""
    assert count_part([8, 3, 7, 7], [0, 6, 7, 8]) == [6, 16, 18]


def test_count_part_3():
    """The limit itself passes."""
    assert count_part([1, 6, 7], [3, 9, 1, 3, 6]) == [18, 2]


def test_count_part_4():
    assert count_part([7, 3, 8, 3], [9, 4, 4]) == [21, 4, 10]


def test_count_part_5():
    assert count_part([6, 3, 1], [6, 2, 0, 1, 4]) == [12, 2]


def test_count_part_6():
    assert count_part([5, 5, 0, 3], [4, 2, 3]) == [6, 3]


def test_count_part_7():
    assert count_part([2, 0, 2], [0, 7, 9, 5, 8]) == [6]


def test_count_part_8():
    assert count_part([8, 5, 9, 5, 3], [6, 8, 1]) == [16, 13, 3]


def test_find_rate_group_1():
    """A quotient is rounded down."""
    assert find_rate_group(4, 4) == 4250


def test_find_rate_group_2():
    """A quotient is rounded down."""
    assert find_rate_group(2, 7) == 25000


def test_find_rate_group_3():
    """The limit itself passes."""
    assert find_rate_group(3, 9) == 27666


def test_find_rate_group_4():
    """A share is given per 1000."""
    assert find_rate_group(4, 6) == 9250


def test_find_rate_group_5():
    """A share is given per 1000."""
    assert find_rate_group(3, 7) == 16666


def test_find_rate_group_6():
    assert find_rate_group(3, 1) == 0


def test_find_rate_group_7():
    assert find_rate_group(3, 2) == 0


def test_find_rate_group_8():
    assert find_rate_group(2, 8) == 33000


def test_fold_level_mark_1():
    """A quotient is rounded down."""
    assert fold_level_mark(5, 7, 9) == 49


def test_fold_level_mark_2():
    """A quotient is rounded down."""
    assert fold_level_mark(5, 0, 3) == 16


def test_fold_level_mark_3():
    assert fold_level_mark(7, 4, 4) == 0


def test_fold_level_mark_4():
    assert fold_level_mark(6, 1, 9) == 58


def test_fold_level_mark_5():
    assert fold_level_mark(0, 3, 2) == 1


def test_fold_level_mark_6():
    assert fold_level_mark(0, 0, 0) == -2


def test_fold_level_mark_7():
    assert fold_level_mark(3, 9, 8) == 28


def test_fold_level_mark_8():
    assert fold_level_mark(2, 2, 6) == 15


def test_join_level_line_1():
    """A quotient is rounded down."""
    assert join_level_line([[9], [8, 2]]) == 4


def test_join_level_line_2():
    """A quotient is rounded down."""
    assert join_level_line([[4, 9, 2], [3]]) == 1


def test_join_level_line_3():
    assert join_level_line([[3, 6], [3, 5, 3]]) == 2


def test_join_level_line_4():
    assert join_level_line([[0, 4, 9], [0, 1, 2]]) == 0


def test_join_level_line_5():
    assert join_level_line([[5, 1, 1], [1, 0]]) == 2


def test_join_level_line_6():
    assert join_level_line([[5], [1]]) == 2


def test_join_level_line_7():
    assert join_level_line([[7, 0], [9, 4]]) == 4


def test_join_level_line_8():
    assert join_level_line([[5, 4], [1, 2, 9]]) == 2


def test_join_stock_1():
    """A quotient is rounded down."""
    assert join_stock([4, 1, 2, 4], [2, 8, 9, 1], 3) == 0


def test_join_stock_2():
    """A quotient is rounded down."""
    assert join_stock([0, 9, 5, 5], [9, 4, 7, 3], 4) == 1


def test_join_stock_3():
    assert join_stock([4, 0, 4], [7, 6, 3, 0], 6) == 0


def test_join_stock_4():
    assert join_stock([9, 0, 7, 7], [8, 4, 8, 0, 7], 3) == 1


def test_join_stock_5():
    assert join_stock([2, 3, 3, 0], [], 2) == 0


def test_join_stock_6():
    assert join_stock([2, 5, 8], [4, 1, 9, 6], 5) == 0


def test_join_stock_7():
    assert join_stock([8, 0, 2], [4, 7, 8, 4], 3) == 1


def test_join_stock_8():
    assert join_stock([7, 8, 3, 3, 9], [7, 2, 8, 8], 5) == 0


def test_list_stock_1():
    """A quotient is rounded down."""
    assert list_stock(6) == 54


def test_list_stock_2():
    """A quotient is rounded down."""
    assert list_stock(5) == 45


def test_list_stock_3():
    """The limit itself passes."""
    assert list_stock(3) == 27


def test_list_stock_4():
    assert list_stock(1) == -63


def test_list_stock_5():
    assert list_stock(4) == 36


def test_list_stock_6():
    assert list_stock(0) == -63


def test_list_stock_7():
    assert list_stock(9) == 90


def test_list_stock_8():
    assert list_stock(7) == 63


def test_make_goal_hour_1():
    """A quotient is rounded down."""
    assert make_goal_hour(6, 'blue table book') == 0


def test_make_goal_hour_2():
    """A quotient is rounded down."""
    assert make_goal_hour(3, 'river sun tiny') == 0


def test_make_goal_hour_3():
    assert make_goal_hour(3, 'dog glass table') == 0


def test_make_goal_hour_4():
    assert make_goal_hour(5, 'quick blue mint') == 0


def test_make_goal_hour_5():
    assert make_goal_hour(6, 'sun cat red') == 0


def test_make_goal_hour_6():
    assert make_goal_hour(2, 'tree bright apple') == 0


def test_make_goal_hour_7():
    assert make_goal_hour(4, 'glass tiny') == 0


def test_make_goal_hour_8():
    assert make_goal_hour(4, 'mint tree cat') == 0


def test_merge_text_1():
    """A quotient is rounded down."""
    assert merge_text([6, 3, 1, 7], [8, 6, 2, 9], 6) == 2


def test_merge_text_2():
    """A quotient is rounded down."""
    assert merge_text([6, 1, 6, 6, 0], [5, 0, 4], 9) == 7


def test_merge_text_3():
    """A difference is never negative."""
    assert merge_text([], [], 7) == 7


def test_merge_text_4():
    assert merge_text([7, 9, 5, 2, 2], [1, 7, 0, 8], 2) == 2


def test_merge_text_5():
    assert merge_text([5, 7, 8], [4, 8, 8, 8], 2) == 2


def test_merge_text_6():
    assert merge_text([9, 1, 0], [8, 0, 6, 5, 4], 1) == 3


def test_merge_text_7():
    assert merge_text([5, 4, 6, 0], [3, 9, 5], 7) == 4


def test_merge_text_8():
    assert merge_text([5, 4, 8], [9, 2, 9, 0, 6], 6) == 2


def test_rate_order_1():
    """A quotient is rounded down."""
    assert rate_order([9, 7, 2, 0, 3]) == 12


def test_rate_order_2():
    """A quotient is rounded down."""
    assert rate_order([8, 6, 1, 3, 8]) == 2


def test_rate_order_3():
    assert rate_order([2, 4, 3]) == 2


def test_rate_order_4():
    assert rate_order([2, 4, 8]) == 0


def test_rate_order_5():
    assert rate_order([0, 6, 5, 9, 4]) == 9


def test_rate_order_6():
    assert rate_order([]) == 0


def test_rate_order_7():
    assert rate_order([2, 8, 9, 6, 2]) == 6


def test_rate_order_8():
    assert rate_order([9, 7, 7]) == 15


def test_rate_step_stock_1():
    """A quotient is rounded down."""
    assert rate_step_stock('house sun green', 3) == 0


def test_rate_step_stock_2():
    """A quotient is rounded down."""
    assert rate_step_stock('dog stone', 3) == 0


def test_rate_step_stock_3():
    """The limit itself passes."""
    assert rate_step_stock('bright apple slow', 2) == 1


def test_rate_step_stock_4():
    assert rate_step_stock('sea rain lamp', 5) == 0


def test_rate_step_stock_5():
    assert rate_step_stock('red sea', 2) == 0


def test_rate_step_stock_6():
    assert rate_step_stock('cloud apple tiny', 5) == 0


def test_rate_step_stock_7():
    assert rate_step_stock('dog tiny', 4) == 0


def test_rate_step_stock_8():
    assert rate_step_stock('mint blue', 3) == 0


def test_scan_list_day_1():
    """A quotient is rounded down."""
    assert scan_list_day([0, 8, 4, 2], 8) == 3


def test_scan_list_day_2():
    """A quotient is rounded down."""
    assert scan_list_day([5, 3, 1, 2, 4], 4) == 2


def test_scan_list_day_3():
    """The limit itself passes."""
    assert scan_list_day([1, 4, 9, 4, 2], 9) == 5


def test_scan_list_day_4():
    assert scan_list_day([7, 5, 7, 0, 4], 1) == 0


def test_scan_list_day_5():
    assert scan_list_day([2, 7, 3], 3) == 1


def test_scan_list_day_6():
    assert scan_list_day([], 4) == 0


def test_scan_list_day_7():
    assert scan_list_day([0, 4, 9, 5], 9) == 4


def test_scan_list_day_8():
    assert scan_list_day([9, 3, 3, 2, 8], 6) == 3


def test_scan_text_1():
    """A quotient is rounded down."""
    assert scan_text({'a': 6, 'h': 4, 'g': 4, 'f': 3}, 6) == (0, 4)


def test_scan_text_2():
    """A quotient is rounded down."""
    assert scan_text({'g': 9, 'd': 2}, 3) == (1, 2)


def test_scan_text_3():
    assert scan_text({'a': 8, 'e': 4}, 5) == (1, 2)


def test_scan_text_4():
    assert scan_text({'a': 4, 'g': 5, 'c': 5, 'f': 2}, 9) == (1, 4)


def test_scan_text_5():
    assert scan_text({'h': 8, 'c': 4}, 0) == (1, 2)


def test_scan_text_6():
    assert scan_text({'h': 6, 'g': 2, 'a': 8, 'c': 8}, 7) == (1, 4)


def test_scan_text_7():
    assert scan_text({'g': 1, 'f': 5}, 9) == (1, 2)


def test_scan_text_8():
    assert scan_text({'e': 5, 'f': 2, 'a': 6}, 1) == (1, 3)


def test_score_week_list_1():
    """A quotient is rounded down."""
    assert score_week_list(9, 7, 2) == 42


def test_score_week_list_2():
    """A quotient is rounded down."""
    assert score_week_list(1, 6, 5) == 4


def test_score_week_list_3():
    assert score_week_list(7, 7, 2) == 35


def test_score_week_list_4():
    assert score_week_list(0, 8, 3) == 8


def test_score_week_list_5():
    assert score_week_list(0, 4, 2) == 6


def test_score_week_list_6():
    assert score_week_list(3, 3, 5) == 3


def test_score_week_list_7():
    assert score_week_list(1, 2, 2) == 4


def test_score_week_list_8():
    assert score_week_list(3, 0, 6) == 0


def test_share_row_1():
    """A quotient is rounded down."""
    assert share_row([7, 3, 3, 9, 0], [8, 6, 9]) == 3


def test_share_row_2():
    """A quotient is rounded down."""
    assert share_row([7, 6, 3], [2, 3, 8, 4, 2]) == 3


def test_share_row_3():
    assert share_row([3, 4, 6, 6, 4], [8, 6, 9, 8, 4]) == 6


def test_share_row_4():
    assert share_row([3, 7, 7, 9], [3, 5, 9, 3]) == 0


def test_share_row_5():
    assert share_row([], []) == 0


def test_share_row_6():
    assert share_row([0, 9, 4], [0, 1, 8, 2, 9]) == 2


def test_share_row_7():
    assert share_row([5, 1, 0], [1, 0, 3, 9, 0]) == 0


def test_share_row_8():
    assert share_row([4, 1, 6], [6, 3, 4]) == 3


def test_take_list_1():
    """A quotient is rounded down."""
    assert take_list(54) == 0


def test_take_list_2():
    """A quotient is rounded down."""
    assert take_list(620) == 0


def test_take_list_3():
    """The limit itself passes."""
    assert take_list(207) == 0


def test_take_list_4():
    assert take_list(131) == 0


def test_take_list_5():
    assert take_list(833) == 0


def test_take_list_6():
    assert take_list(10) == 0


def test_take_list_7():
    assert take_list(917) == 0


def test_take_list_8():
    assert take_list(694) == 0


def test_take_range_1():
    """A quotient is rounded down."""
    assert take_range(1) == 0


def test_take_range_2():
    """A quotient is rounded down."""
    assert take_range(8) == 4


def test_take_range_3():
    """The limit itself passes."""
    assert take_range(2) == 1


def test_take_range_4():
    assert take_range(4) == 2


def test_take_range_5():
    assert take_range(0) == 0


def test_take_range_6():
    assert take_range(9) == 5


def test_take_range_7():
    assert take_range(7) == 3


def test_take_range_8():
    assert take_range(3) == 1


def test_total_group_team_1():
    """A quotient is rounded down."""
    assert total_group_team(4, 5, 4) == 1


def test_total_group_team_2():
    """A quotient is rounded down."""
    assert total_group_team(5, 6, 6) == 1


def test_total_group_team_3():
    assert total_group_team(4, 4, 2) == 2


def test_total_group_team_4():
    assert total_group_team(9, 1, 3) == 1


def test_total_group_team_5():
    assert total_group_team(0, 0, 3) == 0


def test_total_group_team_6():
    assert total_group_team(3, 0, 6) == 0


def test_total_group_team_7():
    assert total_group_team(5, 9, 4) == 2


def test_total_group_team_8():
    assert total_group_team(7, 2, 2) == 2


def test_total_order_part_1():
    """A quotient is rounded down."""
    assert total_order_part([[2, 4, 2], [6]]) == 8


def test_total_order_part_2():
    """A quotient is rounded down."""
    assert total_order_part([[8, 1, 9], [4, 9]]) == 8


def test_total_order_part_3():
    assert total_order_part([[6, 8], [6, 5, 6]]) == 8


def test_total_order_part_4():
    assert total_order_part([[1, 5], [9, 9, 1]]) == 8


def test_total_order_part_5():
    assert total_order_part([]) == 7


def test_total_order_part_6():
    assert total_order_part([[1, 4], [7]]) == 8


def test_total_order_part_7():
    assert total_order_part([[8, 2], [1]]) == 8


def test_total_order_part_8():
    assert total_order_part([[5], [5, 0, 2]]) == 7


def test_total_step_1():
    """A quotient is rounded down."""
    assert total_step(4, 2, 3) == 0


def test_total_step_2():
    """A quotient is rounded down."""
    assert total_step(5, 5, 6) == 0


def test_total_step_3():
    assert total_step(3, 9, 5) == 0


def test_total_step_4():
    assert total_step(1, 4, 3) == 0


def test_total_step_5():
    assert total_step(5, 1, 2) == 0


def test_total_step_6():
    assert total_step(1, 3, 6) == 0


def test_total_step_7():
    assert total_step(2, 8, 3) == 0


def test_total_step_8():
    assert total_step(6, 6, 5) == 1


def test_trim_block_score_1():
    """A quotient is rounded down."""
    assert trim_block_score([3, 7, 9, 6, 2], 4, [2, 8, 5, 1, 9]) == 1


def test_trim_block_score_2():
    """A quotient is rounded down."""
    assert trim_block_score([4, 2, 5, 8, 6], 5, [1, 4, 7, 1, 1]) == 0


def test_trim_block_score_3():
    assert trim_block_score([2, 9, 0], 5, [9, 1, 4]) == 0


def test_trim_block_score_4():
    assert trim_block_score([9, 0, 6], 6, [5, 4, 0, 7]) == 0


def test_trim_block_score_5():
    assert trim_block_score([9, 8, 5, 2, 4], 6, [3, 4, 1, 8, 2]) == 0


def test_trim_block_score_6():
    assert trim_block_score([1, 4, 7, 8], 6, []) == 0


def test_trim_block_score_7():
    assert trim_block_score([5, 1, 8, 0, 2], 6, [0, 5, 2]) == 0


def test_trim_block_score_8():
    assert trim_block_score([7, 6, 4, 8, 0], 5, [0, 1, 4, 6, 6]) == 0


def test_trim_mark_1():
    """A quotient is rounded down."""
    assert trim_mark(0, 6) == 6


def test_trim_mark_2():
    """A quotient is rounded down."""
    assert trim_mark(8, 0) == 10


def test_trim_mark_3():
    """A difference is never negative."""
    assert trim_mark(1, 8) == 14


def test_trim_mark_4():
    assert trim_mark(1, 1) == 7


def test_trim_mark_5():
    assert trim_mark(0, 3) == 3


def test_trim_mark_6():
    assert trim_mark(2, 1) == 6


def test_trim_mark_7():
    assert trim_mark(0, 7) == 7


def test_trim_mark_8():
    assert trim_mark(2, 0) == 5


def test_trim_word_order_1():
    """A quotient is rounded down."""
    assert trim_word_order(9, 9) == 10


def test_trim_word_order_2():
    """A quotient is rounded down."""
    assert trim_word_order(5, 5) == 5


def test_trim_word_order_3():
    """The limit itself passes."""
    assert trim_word_order(0, 0) == 0


def test_trim_word_order_4():
    assert trim_word_order(8, 2) == 9


def test_trim_word_order_5():
    assert trim_word_order(7, 5) == 8


def test_trim_word_order_6():
    assert trim_word_order(3, 0) == 3


def test_trim_word_order_7():
    assert trim_word_order(7, 1) == 8


def test_trim_word_order_8():
    assert trim_word_order(6, 3) == 6


def test_weigh_items_rate_1():
    """A quotient is rounded down."""
    assert weigh_items_rate(0, 5) == 0


def test_weigh_items_rate_2():
    """A quotient is rounded down."""
    assert weigh_items_rate(2, 7) == 0


def test_weigh_items_rate_3():
    assert weigh_items_rate(9, 1) == 3


def test_weigh_items_rate_4():
    assert weigh_items_rate(6, 4) == 8


def test_weigh_items_rate_5():
    assert weigh_items_rate(0, 0) == 0


def test_weigh_items_rate_6():
    assert weigh_items_rate(8, 8) == 16


def test_weigh_items_rate_7():
    assert weigh_items_rate(4, 7) == 7


def test_weigh_items_rate_8():
    assert weigh_items_rate(6, 6) == 12


def test_weigh_team_1():
    """A quotient is rounded down."""
    assert weigh_team(8, 9) == 6


def test_weigh_team_2():
    """A quotient is rounded down."""
    assert weigh_team(7, 9) == 6


def test_weigh_team_3():
    assert weigh_team(4, 9) == 6


def test_weigh_team_4():
    assert weigh_team(1, 7) == 6


def test_weigh_team_5():
    assert weigh_team(7, 6) == 6


def test_weigh_team_6():
    assert weigh_team(8, 1) == 6


def test_weigh_team_7():
    assert weigh_team(9, 2) == 8


def test_weigh_team_8():
    assert weigh_team(3, 4) == 6
