from housekit.limits import (
    add_group_group,
    build_items_price,
    build_order,
    calc_group,
    collect_part,
    count_items,
    count_list_block,
    count_mark_week,
    find_text_data,
    get_values_stock,
    join_list_stock,
    list_day,
    list_goal,
    list_order,
    make_row_team,
    measure_goal_price,
    measure_part,
    measure_text_team,
    pick_team,
    rate_level,
    scan_hour_rate,
    scan_word,
    score_items_day,
    score_items_group,
    share_bill,
    share_items_mark,
    share_team,
    sum_score_part,
    sum_step_size,
    sum_values_word,
    total_size,
    trim_bill,
    weigh_rate_mark,
)


def test_add_group_group_1():
    """The limit itself passes."""
    assert add_group_group([5, 6, 3]) == 34


def test_add_group_group_2():
    assert add_group_group([4, 4, 9, 7, 8]) == 32


def test_add_group_group_3():
    assert add_group_group([0, 0, 9]) == 0


def test_add_group_group_4():
    assert add_group_group([4, 9, 7, 2]) == 20


def test_add_group_group_5():
    assert add_group_group([5, 7, 8, 3]) == 34


def test_add_group_group_6():
    assert add_group_group([6, 1, 0]) == 1


def test_add_group_group_7():
    assert add_group_group([5, 3, 8, 6, 4]) == 50


def test_add_group_group_8():
    assert add_group_group([1, 8, 1]) == 2


def test_build_items_price_1():
    """The limit itself passes."""
    assert build_items_price(0, [[0, 6], [5]]) == 1


def test_build_items_price_2():
    assert build_items_price(4, [[7, 7], [1, 7, 7]]) == 1


def test_build_items_price_3():
    assert build_items_price(8, [[7, 4], [0, 5]]) == 4


def test_build_items_price_4():
    assert build_items_price(9, [[7, 0, 6], [9, 2, 1]]) == 6


def test_build_items_price_5():
    assert build_items_price(0, [[0, 3], [4, 5]]) == 1


def test_build_items_price_6():
    assert build_items_price(9, [[4, 9, 4], [9, 6]]) == 5


def test_build_items_price_7():
    assert build_items_price(3, [[1, 2], [3]]) == 3


def test_build_items_price_8():
    assert build_items_price(1, [[9, 9, 7], [8]]) == 0


def test_build_order_1():
    """The limit itself passes."""
    assert build_order([2, 4, 7], 7, 9) == 3


def test_build_order_2():
    """A difference is never negative."""
    assert build_order([7, 8, 7], 1, 2) == 2


def test_build_order_3():
    assert build_order([9, 9, 2], 5, 1) == 1


def test_build_order_4():
    assert build_order([4, 5, 3, 7, 6], 1, 5) == 5


def test_build_order_5():
    assert build_order([1, 1, 1, 3], 3, 0) == 3


def test_build_order_6():
    assert build_order([4, 7, 6, 2, 8], 3, 0) == 2


def test_build_order_7():
    assert build_order([4, 7, 9, 0, 7], 3, 4) == 4


def test_build_order_8():
    assert build_order([8, 9, 8], 8, 9) == 9


def test_calc_group_1():
    """The limit itself passes."""
    assert calc_group([0, 5, 4], 6, 4) == 0


def test_calc_group_2():
    """A quotient is rounded down."""
    assert calc_group([4, 2, 0], 2, 8) == 0


def test_calc_group_3():
    """A quotient is rounded down."""
    assert calc_group([7, 5, 3, 8], 3, 3) == 6


def test_calc_group_4():
    assert calc_group([0, 6, 7, 3], 2, 7) == 0


def test_calc_group_5():
    assert calc_group([2, 7, 5, 2], 4, 9) == 0


def test_calc_group_6():
    assert calc_group([], 2, 0) == 0


def test_calc_group_7():
    assert calc_group([4, 2, 3, 1], 3, 0) == 3


def test_calc_group_8():
    assert calc_group([3, 4, 0], 4, 3) == 1


def test_collect_part_1():
    """The limit itself passes."""
    assert collect_part(3, 5) == 1


def test_collect_part_2():
    """A quotient is rounded down."""
    assert collect_part(2, 6) == -1


def test_collect_part_3():
    """A quotient is rounded down."""
    assert collect_part(2, 5) == -1


def test_collect_part_4():
    assert collect_part(2, 4) == -1


def test_collect_part_5():
    assert collect_part(0, 4) == -1


def test_collect_part_6():
    assert collect_part(1, 6) == -1


def test_collect_part_7():
    assert collect_part(1, 4) == -1


def test_collect_part_8():
    assert collect_part(7, 6) == 2


def test_count_items_1():
    """The limit itself passes."""
    assert count_items([[8, 1], [1, 7, 2]], 9) == 7


def test_count_items_2():
    """A difference is never negative."""
    assert count_items([[0], [2]], 4) == 4


def test_count_items_3():
    assert count_items([[1, 8], [4, 0]], 3) == 2


def test_count_items_4():
    assert count_items([[1], [6]], 4) == 4


def test_count_items_5():
    assert count_items([[1, 2], [3]], 0) == 0


def test_count_items_6():
    assert count_items([[2], [8]], 3) == 2


def test_count_items_7():
    assert count_items([[4, 2], [9, 4, 1]], 3) == 2


def test_count_items_8():
    assert count_items([[9, 5, 2], [8, 1, 8]], 1) == 2


def test_count_list_block_1():
    """The limit itself passes."""
    assert count_list_block(0, 0) == 0


def test_count_list_block_2():
    """A quotient is rounded down."""
    assert count_list_block(0, 6) == 0


def test_count_list_block_3():
    """A quotient is rounded down."""
    assert count_list_block(6, 1) == -1


def test_count_list_block_4():
    assert count_list_block(5, 0) == -1


def test_count_list_block_5():
    assert count_list_block(2, 3) == 0


def test_count_list_block_6():
    assert count_list_block(7, 5) == 0


def test_count_list_block_7():
    assert count_list_block(5, 7) == 0


def test_count_list_block_8():
    assert count_list_block(9, 0) == 0


def test_count_mark_week_1():
    """The limit itself passes."""
    assert count_mark_week('glass lamp', 5, 2) == 1


def test_count_mark_week_2():
    """A quotient is rounded down."""
    assert count_mark_week('stone mint bright', 4, 6) == 0


def test_count_mark_week_3():
    """A quotient is rounded down."""
    assert count_mark_week('red tree oak', 6, 2) == 1


def test_count_mark_week_4():
    assert count_mark_week('river house', 6, 3) == 0


def test_count_mark_week_5():
    assert count_mark_week('red apple sea', 7, 5) == 0


def test_count_mark_week_6():
    assert count_mark_week('blue glass sun', 2, 5) == 0


def test_count_mark_week_7():
    assert count_mark_week('glass slow book', 8, 6) == 0


def test_count_mark_week_8():
    assert count_mark_week('cat lamp', 9, 3) == 0


def test_find_text_data_1():
    """The limit itself passes."""
    assert find_text_data([2, 9, 8], 9) == 68


def test_find_text_data_2():
    assert find_text_data([0, 7, 7, 2], 9) == 102


def test_find_text_data_3():
    assert find_text_data([8, 5, 7, 4, 9], 1) == 0


def test_find_text_data_4():
    assert find_text_data([7, 1, 1, 4], 4) == 2


def test_find_text_data_5():
    assert find_text_data([], 6) == 0


def test_find_text_data_6():
    assert find_text_data([0, 2, 6], 6) == 4


def test_find_text_data_7():
    assert find_text_data([7, 6, 2, 3], 5) == 13


def test_find_text_data_8():
    assert find_text_data([7, 8, 0, 0, 1], 3) == 1


def test_get_values_stock_1():
    """The limit itself passes."""
    assert get_values_stock([1, 6, 5], 5, 2) == 3000


def test_get_values_stock_2():
    """A share is given per 1000."""
    assert get_values_stock([8, 5, 1, 7], 5, 6) == 2500


def test_get_values_stock_3():
    """A share is given per 1000."""
    assert get_values_stock([6, 4, 5, 3], 2, 5) == 3600


def test_get_values_stock_4():
    assert get_values_stock([8, 5, 5, 1, 2], 7, 2) == 4000


def test_get_values_stock_5():
    assert get_values_stock([], 0, 5) == 0


def test_get_values_stock_6():
    assert get_values_stock([7, 1, 9, 7], 1, 6) == 2333


def test_get_values_stock_7():
    assert get_values_stock([3, 8, 0], 8, 3) == 0


def test_get_values_stock_8():
    assert get_values_stock([7, 5, 7], 1, 6) == 3166


def test_join_list_stock_1():
    """The limit itself passes."""
    assert join_list_stock([6, 5, 2], 5) == [6]


def test_join_list_stock_2():
    assert join_list_stock([5, 4, 4, 4, 4], 3) == [5, 4, 4, 4, 4]


def test_join_list_stock_3():
    assert join_list_stock([0, 1, 8], 3) == [8]


def test_join_list_stock_4():
    assert join_list_stock([0, 8, 6], 1) == [8, 6]


def test_join_list_stock_5():
    assert join_list_stock([1, 5, 1, 8], 9) == []


def test_join_list_stock_6():
    assert join_list_stock([1, 6, 4, 8, 7], 9) == []


def test_join_list_stock_7():
    assert join_list_stock([5, 6, 0, 7], 5) == [6, 7]


def test_join_list_stock_8():
    assert join_list_stock([6, 0, 2], 2) == [6]


def test_list_day_1():
    """The limit itself passes."""
    assert list_day([[4, 2, 1], [4, 8, 3]], 1) == 1


def test_list_day_2():
    assert list_day([[7, 8, 0], [0, 4]], 5) == 3


def test_list_day_3():
    assert list_day([[3], [2, 5]], 3) == 2


def test_list_day_4():
    assert list_day([[8], [0, 0, 1]], 7) == 3


def test_list_day_5():
    assert list_day([], 3) == 0


def test_list_day_6():
    assert list_day([[0, 8, 3], [6, 5, 7]], 4) == 2


def test_list_day_7():
    assert list_day([[2, 0, 0], [3, 8, 9]], 0) == 2


def test_list_day_8():
    assert list_day([[7], [7, 7, 1]], 8) == 4


def test_list_goal_1():
    """The limit itself passes."""
    assert list_goal(7, [[8, 3, 7], [5, 0, 4]]) == 27


def test_list_goal_2():
    assert list_goal(0, [[7], [2, 8, 6]]) == 7


def test_list_goal_3():
    assert list_goal(3, [[9], [7, 0, 9]]) == 9


def test_list_goal_4():
    assert list_goal(7, [[3], [2, 5]]) == 23


def test_list_goal_5():
    assert list_goal(1, []) == 7


def test_list_goal_6():
    assert list_goal(3, [[0, 2], [8, 7, 4]]) == 13


def test_list_goal_7():
    assert list_goal(2, [[7, 6], [6]]) == 7


def test_list_goal_8():
    assert list_goal(8, [[6, 3, 6], [4, 6, 7]]) == 51


def test_list_order_1():
    """The limit itself passes."""
    assert list_order([4, 7, 1, 7]) == 68


def test_list_order_2():
    assert list_order([9, 6, 8, 0, 9]) == 0


def test_list_order_3():
    assert list_order([9, 1, 1]) == 8


def test_list_order_4():
    assert list_order([2, 8, 0]) == 16


def test_list_order_5():
    assert list_order([6, 5, 5]) == 0


def test_list_order_6():
    assert list_order([3, 2, 2, 8]) == 68


def test_list_order_7():
    assert list_order([1, 6, 8]) == 4


def test_list_order_8():
    assert list_order([8, 8, 7]) == 0


def test_make_row_team_1():
    """The limit itself passes."""
    assert make_row_team(1, [2, 2, 3, 1, 1]) == {1: 2}


def test_make_row_team_2():
    assert make_row_team(7, [3, 3, 1, 2]) == {3: 2, 1: 1, 2: 1}


def test_make_row_team_3():
    assert make_row_team(5, [1, 1, 3, 3, 2]) == {1: 2, 3: 2, 2: 1}


def test_make_row_team_4():
    assert make_row_team(1, [1, 1, 3, 3, 3]) == {1: 2}


def test_make_row_team_5():
    assert make_row_team(7, [1, 2, 2, 1]) == {1: 2, 2: 2}


def test_make_row_team_6():
    assert make_row_team(9, [1, 2, 3]) == {1: 1, 2: 1, 3: 1}


def test_make_row_team_7():
    assert make_row_team(7, [3, 3, 3, 1, 1]) == {3: 3, 1: 2}


def test_make_row_team_8():
    assert make_row_team(8, [2, 1, 3, 1]) == {2: 1, 1: 2, 3: 1}


def test_measure_goal_price_1():
    """The limit itself passes."""
    assert measure_goal_price([6, 7, 5, 2]) == 49


def test_measure_goal_price_2():
    """No items gives -1."""
    assert measure_goal_price([6, 2, 6, 0]) == -1


def test_measure_goal_price_3():
    """No items gives -1."""
    assert measure_goal_price([3, 5, 6, 5, 4]) == -1


def test_measure_goal_price_4():
    assert measure_goal_price([4, 9, 8, 9, 5]) == 81


def test_measure_goal_price_5():
    assert measure_goal_price([]) == -1


def test_measure_goal_price_6():
    assert measure_goal_price([7, 9, 0, 9, 9]) == 49


def test_measure_goal_price_7():
    assert measure_goal_price([9, 9, 0]) == 81


def test_measure_goal_price_8():
    assert measure_goal_price([6, 3, 8]) == 64


def test_measure_part_1():
    """The limit itself passes."""
    assert measure_part([1, 1, 3, 2], 2) == {1: 2, 2: 1}


def test_measure_part_2():
    assert measure_part([3, 2, 1, 2, 2], 4) == {3: 1, 2: 3, 1: 1}


def test_measure_part_3():
    assert measure_part([3, 1, 2, 1], 2) == {1: 2, 2: 1}


def test_measure_part_4():
    assert measure_part([1, 3, 1, 2], 5) == {1: 2, 3: 1, 2: 1}


def test_measure_part_5():
    assert measure_part([], 1) == {}


def test_measure_part_6():
    assert measure_part([2, 3, 3], 6) == {2: 1, 3: 2}


def test_measure_part_7():
    assert measure_part([2, 1, 1, 2, 1], 0) == {}


def test_measure_part_8():
    assert measure_part([3, 3, 3, 1, 1], 0) == {}


def test_measure_text_team_1():
    """The limit itself passes."""
    assert measure_text_team([5, 0, 4, 4], 4, 6) == 500


def test_measure_text_team_2():
    """A share is given per 1000."""
    assert measure_text_team([1, 3, 1, 8, 0], 2, 6) == 500


def test_measure_text_team_3():
    """A share is given per 1000."""
    assert measure_text_team([8, 1, 4, 0], 8, 4) == 1000


def test_measure_text_team_4():
    assert measure_text_team([1, 1, 6, 7, 6], 0, 5) == 0


def test_measure_text_team_5():
    assert measure_text_team([8, 2, 6, 7, 3], 0, 2) == 0


def test_measure_text_team_6():
    assert measure_text_team([1, 8, 4, 5, 9], 2, 3) == 333


def test_measure_text_team_7():
    assert measure_text_team([8, 8, 8, 6, 3], 7, 4) == 500


def test_measure_text_team_8():
    assert measure_text_team([9, 5, 2], 4, 6) == 166


def test_pick_team_1():
    """The limit itself passes."""
    assert pick_team(5, 5) == 24


def test_pick_team_2():
    """A quotient is rounded down."""
    assert pick_team(0, 7) == 0


def test_pick_team_3():
    """A quotient is rounded down."""
    assert pick_team(2, 7) == 8


def test_pick_team_4():
    assert pick_team(7, 9) == 36


def test_pick_team_5():
    assert pick_team(0, 4) == 0


def test_pick_team_6():
    assert pick_team(3, 4) == 16


def test_pick_team_7():
    assert pick_team(5, 7) == 24


def test_pick_team_8():
    assert pick_team(4, 1) == -8


def test_rate_level_1():
    """The limit itself passes."""
    assert rate_level([[2, 6], [6, 6]], 2) == 457


def test_rate_level_2():
    """A quotient is rounded down."""
    assert rate_level([[9, 0], [8]], 3) == 45


def test_rate_level_3():
    """A quotient is rounded down."""
    assert rate_level([[9, 9], [4, 1, 9]], 5) == 818


def test_rate_level_4():
    assert rate_level([[2], [1, 7, 5]], 9) == 0


def test_rate_level_5():
    assert rate_level([[5, 7], [1, 9]], 2) == 552


def test_rate_level_6():
    assert rate_level([], 0) == 0


def test_rate_level_7():
    assert rate_level([[5, 6, 4], [4]], 4) == 30


def test_rate_level_8():
    assert rate_level([[2, 8], [8, 5]], 3) == 554


def test_scan_hour_rate_1():
    """The limit itself passes."""
    assert scan_hour_rate([9, 5, 8], 8) == 6


def test_scan_hour_rate_2():
    assert scan_hour_rate([8, 5, 4, 1], 2) == 7


def test_scan_hour_rate_3():
    assert scan_hour_rate([4, 7, 1, 4], 0) == 8


def test_scan_hour_rate_4():
    assert scan_hour_rate([3, 9, 1], 7) == 5


def test_scan_hour_rate_5():
    assert scan_hour_rate([9, 8, 0], 4) == 6


def test_scan_hour_rate_6():
    assert scan_hour_rate([3, 3, 8], 4) == 5


def test_scan_hour_rate_7():
    assert scan_hour_rate([9, 8, 5], 1) == 7


def test_scan_hour_rate_8():
    assert scan_hour_rate([1, 0, 2, 4, 5], 1) == 8


def test_scan_word_1():
    """The limit itself passes."""
    assert scan_word([4, 1, 3, 1], 4) == 4


def test_scan_word_2():
    assert scan_word([3, 8, 2, 2], 5) == 3


def test_scan_word_3():
    assert scan_word([7, 0, 3, 2, 7], 7) == 5


def test_scan_word_4():
    assert scan_word([0, 5, 4, 0], 9) == 4


def test_scan_word_5():
    assert scan_word([6, 0, 2, 8, 1], 0) == 1


def test_scan_word_6():
    assert scan_word([0, 3, 3, 3, 4], 0) == 1


def test_scan_word_7():
    assert scan_word([8, 3, 5, 2, 8], 8) == 5


def test_scan_word_8():
    assert scan_word([1, 0, 2, 8], 8) == 4


def test_score_items_day_1():
    """The limit itself passes."""
    assert score_items_day(0, [0, 1, 6]) == 0


def test_score_items_day_2():
    """No items gives -1."""
    assert score_items_day(8, [4, 3, 4, 3]) == -1


def test_score_items_day_3():
    """No items gives -1."""
    assert score_items_day(3, []) == -1


def test_score_items_day_4():
    assert score_items_day(0, [7, 5, 3, 8, 4]) == 0


def test_score_items_day_5():
    assert score_items_day(0, [4, 5, 3]) == 0


def test_score_items_day_6():
    assert score_items_day(4, [1, 8, 6]) == 1


def test_score_items_day_7():
    assert score_items_day(2, [9, 8, 3]) == 0


def test_score_items_day_8():
    assert score_items_day(3, [1, 0, 6]) == 2


def test_score_items_group_1():
    """The limit itself passes."""
    assert score_items_group([0, 4, 5, 2]) == 11


def test_score_items_group_2():
    assert score_items_group([9, 2, 0, 8]) == 23


def test_score_items_group_3():
    assert score_items_group([5, 1, 5, 6]) == 22


def test_score_items_group_4():
    assert score_items_group([5, 1, 9]) == 20


def test_score_items_group_5():
    assert score_items_group([4, 6, 9, 3, 7]) == 28


def test_score_items_group_6():
    assert score_items_group([9, 0, 8, 2]) == 23


def test_score_items_group_7():
    assert score_items_group([2, 7, 3, 8]) == 21


def test_score_items_group_8():
    assert score_items_group([2, 2, 0, 1, 0]) == 6


def test_share_bill_1():
    """The limit itself passes."""
    assert share_bill([4, 2, 9, 1, 1], 4, 7) == 29


def test_share_bill_2():
    """A difference is never negative."""
    assert share_bill([], 6, 9) == 8


def test_share_bill_3():
    assert share_bill([4, 1, 2, 7, 9], 0, 6) == 498


def test_share_bill_4():
    assert share_bill([9, 7, 1], 6, 1) == 62


def test_share_bill_5():
    assert share_bill([5, 7, 0], 3, 3) == 32


def test_share_bill_6():
    assert share_bill([4, 9, 3], 4, 4) == 32


def test_share_bill_7():
    assert share_bill([1, 4, 7], 9, 3) == 2


def test_share_bill_8():
    assert share_bill([2, 5, 0, 2], 4, 8) == 3


def test_share_items_mark_1():
    """The limit itself passes."""
    assert share_items_mark([3, 9, 1, 2], 9) == 1


def test_share_items_mark_2():
    assert share_items_mark([0, 4, 0, 7, 9], 1) == 3


def test_share_items_mark_3():
    assert share_items_mark([6, 1, 6], 8) == 0


def test_share_items_mark_4():
    assert share_items_mark([7, 9, 8, 7], 5) == 4


def test_share_items_mark_5():
    assert share_items_mark([], 0) == 0


def test_share_items_mark_6():
    assert share_items_mark([0, 3, 5], 9) == 0


def test_share_items_mark_7():
    assert share_items_mark([1, 1, 3, 6], 5) == 1


def test_share_items_mark_8():
    assert share_items_mark([8, 3, 6, 4], 8) == 1


def test_share_team_1():
    """The limit itself passes."""
    assert share_team([1, 0, 0, 0, 0], 4) == 3


def test_share_team_2():
    """A difference is never negative."""
    assert share_team([], 8) == 8


def test_share_team_3():
    assert share_team([7, 5, 0, 3], 1) == 14


def test_share_team_4():
    assert share_team([7, 4, 6, 0, 9], 0) == 26


def test_share_team_5():
    assert share_team([9, 8, 4, 5, 3], 3) == 26


def test_share_team_6():
    assert share_team([4, 4, 3, 7, 2], 6) == 14


def test_share_team_7():
    assert share_team([5, 8, 1, 4], 3) == 15


def test_share_team_8():
    assert share_team([8, 5, 2], 9) == 6


def test_sum_score_part_1():
    """The limit itself passes."""
    assert sum_score_part([6, 2, 4, 2], [4, 2, 2, 3], 3) == 7666


def test_sum_score_part_2():
    """A share is given per 1000."""
    assert sum_score_part([7, 2, 7], [2, 3, 1], 2) == 11500


def test_sum_score_part_3():
    """A share is given per 1000."""
    assert sum_score_part([0, 9, 1, 5], [6, 8, 5, 3, 2], 3) == 11000


def test_sum_score_part_4():
    assert sum_score_part([6, 8, 6], [9, 9, 7, 0, 5], 2) == 15500


def test_sum_score_part_5():
    assert sum_score_part([9, 0, 6], [5, 4, 5, 7], 3) == 8333


def test_sum_score_part_6():
    assert sum_score_part([8, 2, 1], [3, 3, 9, 0], 2) == 13000


def test_sum_score_part_7():
    assert sum_score_part([1, 6, 4], [1, 8, 1, 6, 2], 3) == 5333


def test_sum_score_part_8():
    assert sum_score_part([6, 5, 1], [6, 9, 6, 1], 5) == 5400


def test_sum_step_size_1():
    """The limit itself passes."""
    assert sum_step_size([0, 4, 4, 5], 4) == 3


def test_sum_step_size_2():
    assert sum_step_size([4, 4, 9], 0) == 3


def test_sum_step_size_3():
    assert sum_step_size([1, 9, 6, 3, 2], 1) == 5


def test_sum_step_size_4():
    assert sum_step_size([7, 5, 0], 5) == 2


def test_sum_step_size_5():
    assert sum_step_size([0, 4, 6], 0) == 3


def test_sum_step_size_6():
    assert sum_step_size([6, 3, 7, 8], 9) == 0


def test_sum_step_size_7():
    assert sum_step_size([7, 5, 5, 0], 3) == 3


def test_sum_step_size_8():
    assert sum_step_size([7, 9, 0, 0], 7) == 2


def test_sum_values_word_1():
    """The limit itself passes."""
    assert sum_values_word([4, 3, 2, 4]) == 4


def test_sum_values_word_2():
    assert sum_values_word([1, 7, 2]) == 7


def test_sum_values_word_3():
    assert sum_values_word([1, 6, 0, 7, 8]) == 8


def test_sum_values_word_4():
    assert sum_values_word([6, 9, 4, 3]) == 9


def test_sum_values_word_5():
    assert sum_values_word([4, 0, 6]) == 6


def test_sum_values_word_6():
    assert sum_values_word([8, 7, 4]) == 8


def test_sum_values_word_7():
    assert sum_values_word([7, 8, 5, 2]) == 8


def test_sum_values_word_8():
    assert sum_values_word([8, 8, 9, 2]) == 9


def test_total_size_1():
    """The limit itself passes."""
    assert total_size([5, 5, 2, 8, 5], 5) == 0


def test_total_size_2():
    """No items gives -1."""
    assert total_size([2, 5, 4, 5], 7) == -1


def test_total_size_3():
    """No items gives -1."""
    assert total_size([5, 4, 5], 9) == -1


def test_total_size_4():
    assert total_size([2, 3, 7, 2], 4) == 2


def test_total_size_5():
    assert total_size([9, 3, 4, 4], 3) == 0


def test_total_size_6():
    assert total_size([], 0) == -1


def test_total_size_7():
    assert total_size([6, 7, 1, 1], 4) == 0


def test_total_size_8():
    assert total_size([5, 9, 9, 5, 1], 3) == 0


def test_trim_bill_1():
    """The limit itself passes."""
    assert trim_bill(1, 3) == 2


def test_trim_bill_2():
    """A quotient is rounded down."""
    assert trim_bill(6, 5) == 1


def test_trim_bill_3():
    """A quotient is rounded down."""
    assert trim_bill(5, 9) == 4


def test_trim_bill_4():
    """A difference is never negative."""
    assert trim_bill(0, 8) == 10


def test_trim_bill_5():
    assert trim_bill(2, 2) == 0


def test_trim_bill_6():
    assert trim_bill(0, 0) == 2


def test_trim_bill_7():
    assert trim_bill(3, 7) == 4


def test_trim_bill_8():
    assert trim_bill(2, 5) == 3


def test_weigh_rate_mark_1():
    """The limit itself passes."""
    assert weigh_rate_mark(4, 7) == 41


def test_weigh_rate_mark_2():
    """A quotient is rounded down."""
    assert weigh_rate_mark(5, 6) == 48


def test_weigh_rate_mark_3():
    """A quotient is rounded down."""
    assert weigh_rate_mark(7, 1) == 60


def test_weigh_rate_mark_4():
    assert weigh_rate_mark(0, 9) == 9


def test_weigh_rate_mark_5():
    assert weigh_rate_mark(6, 0) == 51


def test_weigh_rate_mark_6():
    assert weigh_rate_mark(0, 0) == 0


def test_weigh_rate_mark_7():
    assert weigh_rate_mark(3, 3) == 27


def test_weigh_rate_mark_8():
    assert weigh_rate_mark(7, 9) == 68
