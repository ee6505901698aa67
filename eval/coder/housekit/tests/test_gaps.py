from housekit.gaps import (
    build_bill_order,
    calc_items_score,
    calc_price_price,
    calc_week,
    collect_line_range,
    count_part_part,
    find_items_bill,
    fold_price_list,
    join_week,
    list_goal_values,
    make_week,
    pick_order,
    rate_data_mark,
    rate_word,
    read_order,
    scan_price_hour,
    score_block_week,
    score_step_list,
    share_rate_hour,
    share_word_size,
    sort_line_bill,
    sort_order_items,
    sum_hour,
    sum_values_goal,
    take_part,
    take_row_items,
    total_list,
    total_mark_group,
    trim_step,
    trim_word_step,
    weigh_line_items,
    weigh_size_word,
    weigh_word,
)


def test_build_bill_order_1():
    """A difference is never negative."""
    assert build_bill_order([3, 3, 2], 1, 7) == {3: 8, 2: 5}


def test_build_bill_order_2():
    """The limit itself passes."""
    assert build_bill_order([1, 2, 1, 3], 3, 7) == {}


def test_build_bill_order_3():
    assert build_bill_order([1, 2, 2], 4, 5) == {}


def test_build_bill_order_4():
    assert build_bill_order([2, 1, 2], 4, 5) == {}


def test_build_bill_order_5():
    assert build_bill_order([3, 1, 3, 1, 3], 0, 1) == {3: 6, 1: 0}


def test_build_bill_order_6():
    assert build_bill_order([2, 3, 2], 7, 1) == {}


def test_build_bill_order_7():
    assert build_bill_order([2, 2, 1, 2, 3], 5, 7) == {}


def test_build_bill_order_8():
    assert build_bill_order([3, 3, 3, 1, 1], 1, 1) == {3: 6}


def test_calc_items_score_1():
    """A difference is never negative."""
    assert calc_items_score([0, 7, 7], 9, 1) == 2


def test_calc_items_score_2():
    """The limit itself passes."""
    assert calc_items_score([2, 2, 3], 3, 2) == 1


def test_calc_items_score_3():
    assert calc_items_score([1, 9, 8], 4, 3) == 5


def test_calc_items_score_4():
    assert calc_items_score([3, 8, 2, 2, 2], 2, 2) == 6


def test_calc_items_score_5():
    assert calc_items_score([4, 0, 5, 3], 5, 0) == 5


def test_calc_items_score_6():
    assert calc_items_score([3, 4, 0, 0], 2, 8) == 0


def test_calc_items_score_7():
    assert calc_items_score([6, 5, 4, 9, 5], 3, 2) == 6


def test_calc_items_score_8():
    assert calc_items_score([7, 3, 4], 8, 8) == 0


def test_calc_price_price_1():
    """A difference is never negative."""
    assert calc_price_price([6, 1, 8, 0], 8, 4) == 2


def test_calc_price_price_2():
    """The limit itself passes."""
    assert calc_price_price([6, 6, 8], 0, 8) == 8


def test_calc_price_price_3():
    assert calc_price_price([8, 8, 6, 1, 9], 0, 6) == 9


def test_calc_price_price_4():
    assert calc_price_price([0, 7, 0], 8, 6) == 1


def test_calc_price_price_5():
    assert calc_price_price([4, 4, 8], 0, 0) == 8


def test_calc_price_price_6():
    assert calc_price_price([1, 9, 7], 9, 7) == 2


def test_calc_price_price_7():
    assert calc_price_price([9, 6, 9, 4, 4], 6, 9) == 3


def test_calc_price_price_8():
    assert calc_price_price([5, 0, 5], 2, 5) == 3


def test_calc_week_1():
    """A difference is never negative."""
    assert calc_week(9, 0, 9) == 9


def test_calc_week_2():
    assert calc_week(9, 8, 5) == 67


def test_calc_week_3():
    assert calc_week(6, 6, 7) == 29


def test_calc_week_4():
    assert calc_week(6, 6, 6) == 30


def test_calc_week_5():
    assert calc_week(2, 9, 9) == 9


def test_calc_week_6():
    assert calc_week(0, 0, 0) == 0


def test_calc_week_7():
    assert calc_week(8, 5, 9) == 31


def test_calc_week_8():
    assert calc_week(1, 5, 5) == 0


def test_collect_line_range_1():
    """A difference is never negative."""
    assert collect_line_range({'b': 2, 'd': 4}, 9, 2) == 6


def test_collect_line_range_2():
    """A quotient is rounded down."""
    assert collect_line_range({'f': 5, 'c': 8}, 4, 3) == 1


def test_collect_line_range_3():
    """A quotient is rounded down."""
    assert collect_line_range({'f': 6, 'c': 6, 'b': 4, 'e': 7}, 0, 4) == 5


def test_collect_line_range_4():
    assert collect_line_range({'d': 1, 'b': 2}, 6, 4) == 2


def test_collect_line_range_5():
    assert collect_line_range({'b': 1, 'a': 5, 'f': 6, 'c': 4}, 8, 3) == 5


def test_collect_line_range_6():
    assert collect_line_range({'b': 1, 'a': 4, 'f': 3, 'g': 6}, 0, 2) == 7


def test_collect_line_range_7():
    assert collect_line_range({'g': 1, 'e': 6, 'a': 1, 'c': 7}, 3, 3) == 3


def test_collect_line_range_8():
    assert collect_line_range({'e': 2, 'h': 6, 'f': 9}, 4, 3) == 3


def test_count_part_part_1():
    """A difference is never negative."""
    assert count_part_part([7, 0, 1], [0, 4, 2, 0, 3], 6, 9) == 6


def test_count_part_part_2():
    """The limit itself passes."""
    assert count_part_part([2, 2, 4], [2, 7, 2], 0, 2) == 9


def test_count_part_part_3():
    assert count_part_part([3, 5, 6, 2, 7], [5, 9, 6, 3], 2, 9) == 5


def test_count_part_part_4():
    assert count_part_part([7, 8, 6, 8], [1, 1, 1, 2, 7], 1, 8) == 17


def test_count_part_part_5():
    assert count_part_part([], [], 0, 0) == 0


def test_count_part_part_6():
    assert count_part_part([7, 3, 5, 1], [7, 3, 7, 2], 6, 1) == 1


def test_count_part_part_7():
    assert count_part_part([8, 3, 0, 4], [9, 7, 4], 4, 5) == 3


def test_count_part_part_8():
    assert count_part_part([4, 8, 7, 8, 5], [0, 4, 0, 0], 6, 0) == 7


def test_find_items_bill_1():
    """A difference is never negative."""
    assert find_items_bill(0, [], 3) == 3


def test_find_items_bill_2():
    """The limit itself passes."""
    assert find_items_bill(3, [3, 4, 5, 0, 8], 1) == 7


def test_find_items_bill_3():
    assert find_items_bill(0, [8, 7, 1, 5, 3], 0) == 20


def test_find_items_bill_4():
    assert find_items_bill(0, [9, 6, 3, 0, 3], 5) == 10


def test_find_items_bill_5():
    assert find_items_bill(5, [7, 7, 6], 0) == 5


def test_find_items_bill_6():
    assert find_items_bill(4, [5, 2, 9, 1], 1) == 5


def test_find_items_bill_7():
    assert find_items_bill(4, [3, 7, 7], 9) == 3


def test_find_items_bill_8():
    assert find_items_bill(9, [6, 1, 9, 5, 8], 1) == 7


def test_fold_price_list_1():
    """A difference is never negative."""
    assert fold_price_list(8, 0, 3) == 3


def test_fold_price_list_2():
    assert fold_price_list(6, 8, 6) == 42


def test_fold_price_list_3():
    assert fold_price_list(9, 5, 1) == 44


def test_fold_price_list_4():
    assert fold_price_list(0, 0, 0) == 0


def test_fold_price_list_5():
    assert fold_price_list(7, 4, 4) == 24


def test_fold_price_list_6():
    assert fold_price_list(0, 6, 5) == 5


def test_fold_price_list_7():
    assert fold_price_list(0, 8, 2) == 2


def test_fold_price_list_8():
    assert fold_price_list(6, 9, 4) == 50


def test_join_week_1():
    """A difference is never negative."""
    assert join_week(4, 'book rain') == 3


def test_join_week_2():
    assert join_week(1, 'red tree') == 1


def test_join_week_3():
    assert join_week(9, 'rain bright') == 8


def test_join_week_4():
    assert join_week(3, 'book tiny') == 2


def test_join_week_5():
    assert join_week(0, '') == 0


def test_join_week_6():
    assert join_week(0, 'apple stone house') == 2


def test_join_week_7():
    assert join_week(2, 'apple sea') == 1


def test_join_week_8():
    assert join_week(8, 'tiny apple glass') == 5


def test_list_goal_values_1():
    """A difference is never negative."""
    assert list_goal_values([4, 9, 4, 2], 9, [8, 4, 9, 2]) == 17


def test_list_goal_values_2():
    assert list_goal_values([1, 5, 2, 5, 1], 8, [7, 8, 6, 8]) == 0


def test_list_goal_values_3():
    assert list_goal_values([7, 2, 3, 8], 3, [4, 6, 1, 5, 4]) == 0


def test_list_goal_values_4():
    assert list_goal_values([9, 6, 5, 1], 9, [0, 5, 0]) == 4


def test_list_goal_values_5():
    assert list_goal_values([2, 2, 7, 8], 0, []) == 0


def test_list_goal_values_6():
    assert list_goal_values([7, 8, 5, 7, 9], 4, [7, 7, 0, 0, 9]) == 9


def test_list_goal_values_7():
    assert list_goal_values([4, 0, 0, 4], 4, [1, 3, 3, 0]) == 0


def test_list_goal_values_8():
    assert list_goal_values([8, 9, 1], 2, [0, 0, 3, 9]) == 0


def test_make_week_1():
    """A difference is never negative."""
    assert make_week('blue book', 6) == 4


def test_make_week_2():
    assert make_week('cloud rain dog', 0) == 2


def test_make_week_3():
    assert make_week('quick glass', 0) == 2


def test_make_week_4():
    assert make_week('cloud tiny river', 8) == 7


def test_make_week_5():
    assert make_week('', 6) == 6


def test_make_week_6():
    assert make_week('blue glass', 3) == 1


def test_make_week_7():
    assert make_week('house tree', 5) == 5


def test_make_week_8():
    assert make_week('river lamp', 9) == 8


def test_pick_order_1():
    """A difference is never negative."""
    assert pick_order(9, 'book red') == 8


def test_pick_order_2():
    assert pick_order(3, 'blue lamp') == 1


def test_pick_order_3():
    assert pick_order(4, 'tiny rain') == 3


def test_pick_order_4():
    assert pick_order(5, 'cloud sea red') == 3


def test_pick_order_5():
    assert pick_order(0, 'tiny house mint') == 0


def test_pick_order_6():
    assert pick_order(8, 'glass mint') == 7


def test_pick_order_7():
    assert pick_order(0, 'sea glass') == 2


def test_pick_order_8():
    assert pick_order(9, 'blue rain') == 7


def test_rate_data_mark_1():
    """A difference is never negative."""
    assert rate_data_mark(2, 8, 4) == 1500


def test_rate_data_mark_2():
    """A share is given per 1000."""
    assert rate_data_mark(9, 3, 4) == 1500


def test_rate_data_mark_3():
    """A share is given per 1000."""
    assert rate_data_mark(3, 2, 3) == 333


def test_rate_data_mark_4():
    assert rate_data_mark(6, 2, 4) == 1000


def test_rate_data_mark_5():
    assert rate_data_mark(8, 0, 4) == 2000


def test_rate_data_mark_6():
    assert rate_data_mark(8, 8, 6) == 0


def test_rate_data_mark_7():
    assert rate_data_mark(0, 7, 2) == 3500


def test_rate_data_mark_8():
    assert rate_data_mark(5, 3, 6) == 333


def test_rate_word_1():
    """A difference is never negative."""
    assert rate_word([3, 1, 1, 3, 3], 8, 5) == {3: 15, 1: 14}


def test_rate_word_2():
    """The limit itself passes."""
    assert rate_word([2, 3, 1], 2, 3) == {2: 0, 3: 1, 1: 1}


def test_rate_word_3():
    assert rate_word([1, 1, 3], 4, 5) == {1: 6, 3: 1}


def test_rate_word_4():
    assert rate_word([1, 1, 1], 4, 8) == {1: 9}


def test_rate_word_5():
    assert rate_word([], 0, 7) == {}


def test_rate_word_6():
    assert rate_word([1, 3, 1, 1, 1], 8, 6) == {1: 28, 3: 5}


def test_rate_word_7():
    assert rate_word([2, 1, 3, 2, 3], 7, 5) == {2: 10, 1: 6, 3: 8}


def test_rate_word_8():
    assert rate_word([3, 2, 1, 1], 0, 0) == {}


def test_read_order_1():
    """A difference is never negative."""
    assert read_order(9, 8, 562) == 3


def test_read_order_2():
    """The limit itself passes."""
    assert read_order(8, 9, 546) == 4


def test_read_order_3():
    assert read_order(9, 7, 202) == 8


def test_read_order_4():
    assert read_order(4, 4, 81) == 0


def test_read_order_5():
    assert read_order(4, 8, 303) == 3


def test_read_order_6():
    assert read_order(8, 0, 10) == 7


def test_read_order_7():
    assert read_order(8, 0, 190) == 1


def test_read_order_8():
    assert read_order(0, 3, 256) == 6


def test_scan_price_hour_1():
    """A difference is never negative."""
    assert scan_price_hour(8, 9, 8) == 1


def test_scan_price_hour_2():
    assert scan_price_hour(6, 5, 3) == 1


def test_scan_price_hour_3():
    assert scan_price_hour(8, 3, 8) == 5


def test_scan_price_hour_4():
    assert scan_price_hour(3, 3, 1) == 7


def test_scan_price_hour_5():
    assert scan_price_hour(0, 4, 2) == 4


def test_scan_price_hour_6():
    assert scan_price_hour(4, 9, 6) == 5


def test_scan_price_hour_7():
    assert scan_price_hour(7, 2, 4) == 23


def test_scan_price_hour_8():
    assert scan_price_hour(1, 5, 8) == 14


def test_score_block_week_1():
    """A difference is never negative."""
    assert score_block_week([], 8) == 8


def test_score_block_week_2():
    assert score_block_week([3, 9, 5, 2], 9) == 72


def test_score_block_week_3():
    assert score_block_week([0, 6, 4, 0, 0], 4) == 32


def test_score_block_week_4():
    assert score_block_week([3, 4, 1, 7, 9], 2) == 79


def test_score_block_week_5():
    assert score_block_week([6, 9, 0], 0) == 81


def test_score_block_week_6():
    assert score_block_week([9, 5, 1], 0) == 81


def test_score_block_week_7():
    assert score_block_week([8, 7, 7, 0, 6], 2) == 62


def test_score_block_week_8():
    assert score_block_week([4, 4, 3], 4) == 12


def test_score_step_list_1():
    """A difference is never negative."""
    assert score_step_list(4, 6, 6) == 333


def test_score_step_list_2():
    """A share is given per 1000."""
    assert score_step_list(0, 8, 4) == 2000


def test_score_step_list_3():
    """A share is given per 1000."""
    assert score_step_list(8, 0, 6) == 1333


def test_score_step_list_4():
    assert score_step_list(9, 4, 5) == 1000


def test_score_step_list_5():
    assert score_step_list(0, 9, 2) == 4500


def test_score_step_list_6():
    assert score_step_list(5, 4, 6) == 166


def test_score_step_list_7():
    assert score_step_list(1, 8, 5) == 1400


def test_score_step_list_8():
    assert score_step_list(1, 5, 2) == 2000


def test_share_rate_hour_1():
    """A difference is never negative."""
    assert share_rate_hour([5, 8, 6, 1, 2], 8) == 18


def test_share_rate_hour_2():
    """The limit itself passes."""
    assert share_rate_hour([0, 7, 2, 3], 3) == 4


def test_share_rate_hour_3():
    assert share_rate_hour([8, 0, 4, 4, 4], 2) == 8


def test_share_rate_hour_4():
    assert share_rate_hour([6, 0, 4, 7], 4) == 6


def test_share_rate_hour_5():
    assert share_rate_hour([], 5) == 0


def test_share_rate_hour_6():
    assert share_rate_hour([6, 5, 0, 3, 4], 8) == 22


def test_share_rate_hour_7():
    assert share_rate_hour([1, 4, 8], 0) == 5


def test_share_rate_hour_8():
    assert share_rate_hour([8, 9, 6, 9, 4], 9) == 8


def test_share_word_size_1():
    """A difference is never negative."""
    assert share_word_size(1, [6, 4, 6, 7, 4], 4) == 4


def test_share_word_size_2():
    assert share_word_size(5, [1, 5, 9], 7) == 33


def test_share_word_size_3():
    assert share_word_size(9, [7, 2, 7], 0) == 0


def test_share_word_size_4():
    assert share_word_size(6, [9, 5, 6, 6], 7) == 41


def test_share_word_size_5():
    assert share_word_size(0, [], 6) == 6


def test_share_word_size_6():
    assert share_word_size(8, [7, 9, 3, 6], 7) == 7


def test_share_word_size_7():
    assert share_word_size(2, [0, 5, 8, 7, 2], 4) == 12


def test_share_word_size_8():
    assert share_word_size(2, [7, 4, 8, 3], 3) == 3


def test_sort_line_bill_1():
    """A difference is never negative."""
    assert sort_line_bill(8, 3, [[8, 3], [3, 5, 5]]) == 1000


def test_sort_line_bill_2():
    """The limit itself passes."""
    assert sort_line_bill(4, 2, [[4], [8, 9]]) == 2500


def test_sort_line_bill_3():
    """A share is given per 1000."""
    assert sort_line_bill(6, 2, [[3], [8, 8]]) == 1000


def test_sort_line_bill_4():
    """A share is given per 1000."""
    assert sort_line_bill(4, 3, [[5, 8, 0], [3, 5, 7]]) == 1333


def test_sort_line_bill_5():
    assert sort_line_bill(7, 3, [[1], [7]]) == 0


def test_sort_line_bill_6():
    assert sort_line_bill(0, 2, [[4, 5], [0, 2, 2]]) == 2500


def test_sort_line_bill_7():
    assert sort_line_bill(7, 5, []) == 0


def test_sort_line_bill_8():
    assert sort_line_bill(2, 4, [[1, 0, 6], [8]]) == 1500


def test_sort_order_items_1():
    """A difference is never negative."""
    assert sort_order_items([[2], [2, 6]], 4, 3) == 2000


def test_sort_order_items_2():
    """A share is given per 1000."""
    assert sort_order_items([[7], [4]], 2, 5) == 1400


def test_sort_order_items_3():
    """A share is given per 1000."""
    assert sort_order_items([[8, 1, 3], [8, 1]], 9, 6) == 4000


def test_sort_order_items_4():
    assert sort_order_items([[6, 4], [2, 0, 0]], 7, 4) == 5750


def test_sort_order_items_5():
    assert sort_order_items([], 0, 2) == 0


def test_sort_order_items_6():
    assert sort_order_items([[9], [1, 7, 2]], 0, 4) == 4750


def test_sort_order_items_7():
    assert sort_order_items([[8, 1, 9], [9, 4, 3]], 0, 5) == 6800


def test_sort_order_items_8():
    assert sort_order_items([[9, 9, 8], [6]], 5, 4) == 3000


def test_sum_hour_1():
    """A difference is never negative."""
    assert sum_hour(2, 8, [2, 1, 3, 1]) == {3: 5}


def test_sum_hour_2():
    """The limit itself passes."""
    assert sum_hour(1, 7, [1, 3, 1, 3]) == {3: 8}


def test_sum_hour_3():
    assert sum_hour(8, 2, [3, 3, 2, 1, 2]) == {}


def test_sum_hour_4():
    assert sum_hour(5, 1, [2, 2, 1, 1, 3]) == {}


def test_sum_hour_5():
    assert sum_hour(7, 0, [1, 2, 1]) == {}


def test_sum_hour_6():
    assert sum_hour(0, 0, [1, 1, 1]) == {1: 3}


def test_sum_hour_7():
    assert sum_hour(0, 4, [2, 2, 1, 3, 3]) == {2: 4, 1: 3, 3: 2}


def test_sum_hour_8():
    assert sum_hour(3, 5, [2, 3, 2]) == {}


def test_sum_values_goal_1():
    """A difference is never negative."""
    assert sum_values_goal(4, 39) == 4


def test_sum_values_goal_2():
    assert sum_values_goal(1, 895) == 7


def test_sum_values_goal_3():
    assert sum_values_goal(0, 611) == 6


def test_sum_values_goal_4():
    assert sum_values_goal(3, 605) == 3


def test_sum_values_goal_5():
    assert sum_values_goal(2, 10) == 2


def test_sum_values_goal_6():
    assert sum_values_goal(1, 703) == 1


def test_sum_values_goal_7():
    assert sum_values_goal(4, 854) == 4


def test_sum_values_goal_8():
    assert sum_values_goal(5, 454) == 1


def test_take_part_1():
    """A difference is never negative."""
    assert take_part(3, 8, 1, 1) == 2


def test_take_part_2():
    """A quotient is rounded down."""
    assert take_part(2, 9, 7, 8) == 8


def test_take_part_3():
    """A quotient is rounded down."""
    assert take_part(6, 3, 2, 4) == 0


def test_take_part_4():
    assert take_part(4, 2, 4, 6) == 3


def test_take_part_5():
    assert take_part(4, 0, 0, 0) == 0


def test_take_part_6():
    assert take_part(2, 1, 7, 9) == 27


def test_take_part_7():
    assert take_part(4, 5, 3, 0) == 0


def test_take_part_8():
    assert take_part(2, 7, 9, 0) == 0


def test_take_row_items_1():
    """A difference is never negative."""
    assert take_row_items([9, 8, 7, 3], 7, 0, 5) == 800


def test_take_row_items_2():
    """The limit itself passes."""
    assert take_row_items([7, 2, 8, 8], 4, 7, 3) == 0


def test_take_row_items_3():
    """A share is given per 1000."""
    assert take_row_items([7, 0, 6, 8, 0], 4, 3, 3) == 1000


def test_take_row_items_4():
    """A share is given per 1000."""
    assert take_row_items([9, 0, 8], 5, 2, 3) == 1333


def test_take_row_items_5():
    assert take_row_items([0, 6, 1, 4, 0], 1, 7, 4) == 0


def test_take_row_items_6():
    assert take_row_items([3, 4, 9, 4], 0, 0, 4) == 2250


def test_take_row_items_7():
    assert take_row_items([7, 6, 9], 3, 3, 3) == 2000


def test_take_row_items_8():
    assert take_row_items([8, 9, 9], 5, 5, 5) == 800


def test_total_list_1():
    """A difference is never negative."""
    assert total_list(4, [1, 9, 4, 8]) == 2


def test_total_list_2():
    assert total_list(0, [0, 2, 0, 9, 5]) == 2


def test_total_list_3():
    assert total_list(3, [3, 7, 7, 9, 6]) == 3


def test_total_list_4():
    assert total_list(1, [1, 2, 0, 0]) == 1


def test_total_list_5():
    assert total_list(0, []) == 0


def test_total_list_6():
    assert total_list(7, [0, 9, 1, 9, 4]) == 5


def test_total_list_7():
    assert total_list(0, [6, 6, 2, 8]) == 1


def test_total_list_8():
    assert total_list(0, [1, 4, 0]) == 2


def test_total_mark_group_1():
    """A difference is never negative."""
    assert total_mark_group([4, 6, 1, 3], [4, 8, 1, 1], 2) == 0


def test_total_mark_group_2():
    """The limit itself passes."""
    assert total_mark_group([5, 9, 8, 7, 5], [6, 9, 7, 5, 2], 1) == 1


def test_total_mark_group_3():
    assert total_mark_group([3, 0, 2, 1, 4], [2, 1, 9], 8) == 7


def test_total_mark_group_4():
    assert total_mark_group([8, 3, 5], [1, 8, 5, 2], 3) == 1


def test_total_mark_group_5():
    assert total_mark_group([1, 5, 1, 6], [4, 9, 4, 1, 0], 9) == 5


def test_total_mark_group_6():
    assert total_mark_group([8, 2, 9, 6, 6], [4, 8, 4], 5) == 2


def test_total_mark_group_7():
    assert total_mark_group([6, 5, 4, 4, 2], [0, 2, 1, 9], 2) == 2


def test_total_mark_group_8():
    assert total_mark_group([4, 7, 9, 4], [5, 2, 5, 8], 1) == 2


def test_trim_step_1():
    """A difference is never negative."""
    assert trim_step([[5, 5], [7, 1]], 2) == 12


def test_trim_step_2():
    assert trim_step([[2, 1], [7]], 1) == 7


def test_trim_step_3():
    assert trim_step([[3], [2]], 9) == 13


def test_trim_step_4():
    assert trim_step([[0, 1, 6], [3]], 3) == 8


def test_trim_step_5():
    assert trim_step([[9, 2], [3, 7, 8]], 8) == 13


def test_trim_step_6():
    assert trim_step([[2], [2]], 6) == 8


def test_trim_step_7():
    assert trim_step([[0, 8], [0, 9, 0]], 0) == 17


def test_trim_step_8():
    assert trim_step([[7, 5, 0], [6, 4, 0]], 4) == 14


def test_trim_word_step_1():
    """A difference is never negative."""
    assert trim_word_step(4, 9, 2) == -16


def test_trim_word_step_2():
    assert trim_word_step(5, 9, 9) == -24


def test_trim_word_step_3():
    assert trim_word_step(1, 7, 9) == -8


def test_trim_word_step_4():
    assert trim_word_step(3, 6, 8) == -32


def test_trim_word_step_5():
    assert trim_word_step(6, 9, 5) == -32


def test_trim_word_step_6():
    assert trim_word_step(8, 9, 7) == -48


def test_trim_word_step_7():
    assert trim_word_step(6, 0, 7) == -8


def test_trim_word_step_8():
    assert trim_word_step(9, 1, 3) == 280


def test_weigh_line_items_1():
    """A difference is never negative."""
    assert weigh_line_items([1, 1, 3, 3, 2], 7, 2) == {1: 12, 2: 5}


def test_weigh_line_items_2():
    """The limit itself passes."""
    assert weigh_line_items([1, 1, 2], 6, 1) == {1: 10}


def test_weigh_line_items_3():
    assert weigh_line_items([3, 2, 1, 3, 3], 6, 9) == {3: 9, 2: 4, 1: 5}


def test_weigh_line_items_4():
    assert weigh_line_items([3, 1, 2, 2, 1], 2, 8) == {3: 1, 1: 2, 2: 0}


def test_weigh_line_items_5():
    assert weigh_line_items([2, 2, 2, 3, 2], 4, 0) == {}


def test_weigh_line_items_6():
    assert weigh_line_items([3, 2, 2, 2, 2], 4, 6) == {3: 1, 2: 8}


def test_weigh_line_items_7():
    assert weigh_line_items([2, 2, 1], 6, 1) == {1: 5}


def test_weigh_line_items_8():
    assert weigh_line_items([1, 3, 3, 1, 1], 8, 5) == {1: 21, 3: 10}


def test_weigh_size_word_1():
    """A difference is never negative."""
    assert weigh_size_word([7, 2, 1, 4, 7], 7) == [5, 3]


def test_weigh_size_word_2():
    assert weigh_size_word([1, 9, 5, 2], 5) == [3]


def test_weigh_size_word_3():
    assert weigh_size_word([3, 7, 3, 8], 9) == [1]


def test_weigh_size_word_4():
    assert weigh_size_word([7, 7, 3, 5], 4) == []


def test_weigh_size_word_5():
    assert weigh_size_word([], 3) == []


def test_weigh_size_word_6():
    assert weigh_size_word([7, 7, 4, 8], 0) == [4, 8]


def test_weigh_size_word_7():
    assert weigh_size_word([0, 9, 5, 2, 7], 5) == [5, 3]


def test_weigh_size_word_8():
    assert weigh_size_word([1, 3, 1], 6) == []


def test_weigh_word_1():
    """A difference is never negative."""
    assert weigh_word(1, 3, 3, 6) == 4


def test_weigh_word_2():
    """The limit itself passes."""
    assert weigh_word(6, 1, 6, 0) == 7


def test_weigh_word_3():
    """A quotient is rounded down."""
    assert weigh_word(6, 0, 9, 0) == 8


def test_weigh_word_4():
    """A quotient is rounded down."""
    assert weigh_word(5, 5, 7, 5) == 4


def test_weigh_word_5():
    assert weigh_word(8, 5, 5, 1) == 0


def test_weigh_word_6():
    assert weigh_word(2, 0, 1, 0) == 0


def test_weigh_word_7():
    assert weigh_word(9, 4, 4, 6) == 3


def test_weigh_word_8():
    assert weigh_word(6, 8, 3, 4) == 4
