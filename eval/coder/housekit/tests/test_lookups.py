from housekit.lookups import (
    build_goal,
    build_size_line,
    check_list_order,
    collect_goal_level,
    collect_row,
    count_goal,
    count_size,
    count_week_range,
    find_rate_goal,
    fold_order,
    fold_range_group,
    fold_week_score,
    get_list_text,
    join_level_mark,
    list_price,
    list_stock_block,
    list_values,
    list_word,
    make_text_hour,
    measure_group_step,
    measure_list,
    merge_rate,
    rate_size,
    read_order_team,
    scan_group,
    score_week,
    share_week_rate,
    sort_team_size,
    total_rate_line,
    total_row,
    trim_week_hour,
    weigh_group,
    weigh_text_group,
)


def test_build_goal_1():
    """No items gives -1."""
    assert build_goal([]) == -1


def test_build_goal_2():
    """A quotient is rounded down."""
    assert build_goal([4, 0, 9]) == 1


def test_build_goal_3():
    """A quotient is rounded down."""
    assert build_goal([9, 9, 1, 4, 4]) == 1


def test_build_goal_4():
    assert build_goal([0, 0, 5]) == 0


def test_build_goal_5():
    assert build_goal([8, 8, 7, 9, 6]) == 4


def test_build_goal_6():
    assert build_goal([3, 7, 9, 2, 7]) == 0


def test_build_goal_7():
    assert build_goal([1, 4, 8]) == 4


def test_build_goal_8():
    assert build_goal([0, 3, 7]) == 0


def test_build_size_line_1():
    """No items gives -1."""
    assert build_size_line([]) == -1


def test_build_size_line_2():
    """Of ties the last counts."""
    assert build_size_line([1, 2, 2, 3, 3]) == 5


def test_build_size_line_3():
    assert build_size_line([3, 1, 2]) == 1


def test_build_size_line_4():
    assert build_size_line([3, 1, 1]) == 1


def test_build_size_line_5():
    assert build_size_line([2, 1, 1, 2, 2]) == 5


def test_build_size_line_6():
    assert build_size_line([2, 3, 2]) == 2


def test_build_size_line_7():
    assert build_size_line([2, 2, 2, 3]) == 4


def test_build_size_line_8():
    assert build_size_line([1, 3, 3, 1]) == 3


def test_check_list_order_1():
    """No items gives -1."""
    assert check_list_order([]) == -1


def test_check_list_order_2():
    """Of ties the last counts."""
    assert check_list_order([2, 3, 2]) == 3


def test_check_list_order_3():
    assert check_list_order([1, 3, 2, 2]) == 1


def test_check_list_order_4():
    assert check_list_order([1, 2, 3, 2]) == 1


def test_check_list_order_5():
    assert check_list_order([3, 3, 1, 1]) == 4


def test_check_list_order_6():
    assert check_list_order([2, 1, 1, 1, 2]) == 4


def test_check_list_order_7():
    assert check_list_order([1, 3, 2, 1]) == 4


def test_check_list_order_8():
    assert check_list_order([3, 2, 2]) == 3


def test_collect_goal_level_1():
    """No items gives -1."""
    assert collect_goal_level([], 0) == -1


def test_collect_goal_level_2():
    """No items gives -1."""
    assert collect_goal_level([], 2) == -1


def test_collect_goal_level_3():
    assert collect_goal_level([5, 5, 5], 4) == 5


def test_collect_goal_level_4():
    assert collect_goal_level([4, 8, 7, 1, 7], 8) == 4


def test_collect_goal_level_5():
    assert collect_goal_level([1, 8, 7], 5) == 1


def test_collect_goal_level_6():
    assert collect_goal_level([2, 2, 1], 1) == 2


def test_collect_goal_level_7():
    assert collect_goal_level([2, 2, 1, 5, 8], 5) == 2


def test_collect_goal_level_8():
    assert collect_goal_level([3, 1, 6, 0, 3], 6) == 3


def test_collect_row_1():
    """No items gives -1."""
    assert collect_row([]) == -1


def test_collect_row_2():
    """Of ties the last counts."""
    assert collect_row([1, 3, 2, 3, 1]) == 3


def test_collect_row_3():
    assert collect_row([2, 2, 3]) == 2


def test_collect_row_4():
    assert collect_row([2, 1, 3]) == 2


def test_collect_row_5():
    assert collect_row([1, 1, 2, 2, 3]) == 4


def test_collect_row_6():
    assert collect_row([2, 3, 3, 1, 1]) == 2


def test_collect_row_7():
    assert collect_row([1, 2, 1, 2]) == 3


def test_collect_row_8():
    assert collect_row([2, 3, 1, 1]) == 1


def test_count_goal_1():
    """No items gives -1."""
    assert count_goal([]) == -1


def test_count_goal_2():
    """The limit itself passes."""
    assert count_goal([6, 9, 1]) == [42, 63, 7]


def test_count_goal_3():
    assert count_goal([6, 2, 6, 5]) == [42, 14, 42, 35]


def test_count_goal_4():
    assert count_goal([3, 1, 6]) == [21, 7, 42]


def test_count_goal_5():
    assert count_goal([9, 6, 0, 6]) == [63, 42, 42]


def test_count_goal_6():
    assert count_goal([6, 1, 7]) == [42, 7, 49]


def test_count_goal_7():
    assert count_goal([2, 4, 0, 8]) == [14, 28, 56]


def test_count_goal_8():
    assert count_goal([9, 0, 7, 3, 1]) == [63, 49, 21, 7]


def test_count_size_1():
    """No items gives -1."""
    assert count_size([]) == -1


def test_count_size_2():
    """Of ties the last counts."""
    assert count_size([1, 3, 3, 1, 2]) == 4


def test_count_size_3():
    assert count_size([3, 2, 3]) == 2


def test_count_size_4():
    assert count_size([2, 3, 3, 1]) == 4


def test_count_size_5():
    assert count_size([3, 1, 2]) == 2


def test_count_size_6():
    assert count_size([2, 2, 2, 3, 2]) == 5


def test_count_size_7():
    assert count_size([1, 3, 3, 2]) == 1


def test_count_size_8():
    assert count_size([1, 3, 2]) == 1


def test_count_week_range_1():
    """No items gives -1."""
    assert count_week_range([]) == -1


def test_count_week_range_2():
    assert count_week_range([9, 1, 5]) == (1, 5)


def test_count_week_range_3():
    assert count_week_range([7, 0, 3, 9, 8]) == (0, 8)


def test_count_week_range_4():
    assert count_week_range([9, 4, 3, 4]) == (3, 4)


def test_count_week_range_5():
    assert count_week_range([1, 3, 9, 8, 2]) == (1, 2)


def test_count_week_range_6():
    assert count_week_range([5, 0, 2]) == (0, 2)


def test_count_week_range_7():
    assert count_week_range([1, 3, 9, 2]) == (1, 2)


def test_count_week_range_8():
    assert count_week_range([4, 2, 0, 6]) == (0, 6)


def test_find_rate_goal_1():
    """No items gives -1."""
    assert find_rate_goal({'g': 6, 'e': 2}, 'h', 5) == -1


def test_find_rate_goal_2():
    """No items gives -1."""
    assert find_rate_goal({'c': 2, 'a': 2, 'e': 4, 'd': 1}, 'b', 7) == -1


def test_find_rate_goal_3():
    assert find_rate_goal({'e': 8, 'd': 3, 'g': 3}, 'g', 3) == 12


def test_find_rate_goal_4():
    assert find_rate_goal({'h': 1, 'f': 7}, 'g', 1) == -1


def test_find_rate_goal_5():
    assert find_rate_goal({'h': 4, 'd': 9, 'b': 8}, 'a', 0) == -1


def test_find_rate_goal_6():
    assert find_rate_goal({'c': 6, 'b': 8, 'g': 2}, 'c', 6) == 24


def test_find_rate_goal_7():
    assert find_rate_goal({'h': 3, 'a': 3, 'c': 7}, 'e', 3) == -1


def test_find_rate_goal_8():
    assert find_rate_goal({'e': 8, 'd': 2, 'c': 2}, 'b', 6) == -1


def test_fold_order_1():
    """No items gives -1."""
    assert fold_order([]) == -1


def test_fold_order_2():
    assert fold_order([9, 5, 3, 6]) == 151


def test_fold_order_3():
    assert fold_order([2, 6, 8, 3]) == 113


def test_fold_order_4():
    assert fold_order([1, 0, 5, 7]) == 75


def test_fold_order_5():
    assert fold_order([4, 8, 3, 7]) == 138


def test_fold_order_6():
    assert fold_order([5, 4, 5, 8, 3]) == 139


def test_fold_order_7():
    assert fold_order([9, 0, 1]) == 82


def test_fold_order_8():
    assert fold_order([5, 3, 1]) == 35


def test_fold_range_group_1():
    """No items gives -1."""
    assert fold_range_group({'a': 3, 'd': 2, 'b': 2}, 'c') == -1


def test_fold_range_group_2():
    """No items gives -1."""
    assert fold_range_group({'h': 1, 'b': 8}, 'c') == -1


def test_fold_range_group_3():
    assert fold_range_group({'e': 9, 'f': 6}, 'f') == 6


def test_fold_range_group_4():
    assert fold_range_group({'b': 6, 'f': 6, 'a': 8}, 'd') == -1


def test_fold_range_group_5():
    assert fold_range_group({}, 'g') == -1


def test_fold_range_group_6():
    assert fold_range_group({'c': 6, 'b': 9, 'd': 5, 'f': 8}, 'c') == 6


def test_fold_range_group_7():
    assert fold_range_group({'c': 1, 'g': 9, 'b': 3, 'a': 8}, 'd') == -1


def test_fold_range_group_8():
    assert fold_range_group({'f': 4, 'h': 6, 'd': 9, 'g': 6}, 'b') == -1


def test_fold_week_score_1():
    """No items gives -1."""
    assert fold_week_score([]) == -1


def test_fold_week_score_2():
    """Of ties the last counts."""
    assert fold_week_score([3, 3, 1]) == 1


def test_fold_week_score_3():
    assert fold_week_score([3, 2, 2, 2]) == 0


def test_fold_week_score_4():
    assert fold_week_score([2, 2, 2]) == 2


def test_fold_week_score_5():
    assert fold_week_score([3, 2, 3]) == 2


def test_fold_week_score_6():
    assert fold_week_score([2, 1, 3, 1, 1]) == 2


def test_fold_week_score_7():
    assert fold_week_score([2, 3, 3]) == 2


def test_fold_week_score_8():
    assert fold_week_score([1, 1, 1, 2]) == 3


def test_get_list_text_1():
    """No items gives -1."""
    assert get_list_text({'f': 7, 'b': 7}) == -1


def test_get_list_text_2():
    """No items gives -1."""
    assert get_list_text({'a': 7, 'h': 9}) == -1


def test_get_list_text_3():
    assert get_list_text({'e': 5, 'g': 8}) == 8


def test_get_list_text_4():
    assert get_list_text({'g': 6, 'f': 9}) == 6


def test_get_list_text_5():
    assert get_list_text({'g': 9, 'c': 7, 'h': 6}) == 6


def test_get_list_text_6():
    assert get_list_text({'e': 7, 'b': 8, 'g': 6, 'h': 4}) == 8


def test_get_list_text_7():
    assert get_list_text({'f': 5, 'h': 4, 'g': 3, 'e': 9}) == 4


def test_get_list_text_8():
    assert get_list_text({'b': 5, 'd': 1, 'g': 9, 'e': 4}) == 4


def test_join_level_mark_1():
    """No items gives -1."""
    assert join_level_mark([]) == -1


def test_join_level_mark_2():
    assert join_level_mark([6, 8, 1, 6]) == (1, 6)


def test_join_level_mark_3():
    assert join_level_mark([6, 9, 6, 9]) == (6, 9)


def test_join_level_mark_4():
    assert join_level_mark([4, 6, 0]) == (0, 0)


def test_join_level_mark_5():
    assert join_level_mark([4, 1, 7, 5]) == (1, 5)


def test_join_level_mark_6():
    assert join_level_mark([0, 7, 2]) == (0, 2)


def test_join_level_mark_7():
    assert join_level_mark([0, 2, 3]) == (0, 3)


def test_join_level_mark_8():
    assert join_level_mark([0, 5, 2, 8, 1]) == (0, 1)


def test_list_price_1():
    """No items gives -1."""
    assert list_price([], 0) == -1


def test_list_price_2():
    """No items gives -1."""
    assert list_price([], 7) == -1


def test_list_price_3():
    """A difference is never negative."""
    assert list_price([1, 1, 1, 6], 9) == 6


def test_list_price_4():
    """The limit itself passes."""
    assert list_price([8, 3, 3], 4) == 0


def test_list_price_5():
    """A quotient is rounded down."""
    assert list_price([6, 9, 9, 8, 9], 3) == 0


def test_list_price_6():
    """A quotient is rounded down."""
    assert list_price([2, 0, 8], 8) == 4


def test_list_price_7():
    assert list_price([0, 8, 7, 4], 8) == 2


def test_list_price_8():
    assert list_price([0, 9, 1, 6], 5) == 3


def test_list_stock_block_1():
    """No items gives -1."""
    assert list_stock_block([], 0) == -1


def test_list_stock_block_2():
    """No items gives -1."""
    assert list_stock_block([], 1) == -1


def test_list_stock_block_3():
    """The limit itself passes."""
    assert list_stock_block([6, 3, 4, 3, 2], 3) == 4


def test_list_stock_block_4():
    """A quotient is rounded down."""
    assert list_stock_block([8, 4, 8], 3) == 0


def test_list_stock_block_5():
    """A quotient is rounded down."""
    assert list_stock_block([9, 3, 6, 7, 8], 3) == 1


def test_list_stock_block_6():
    assert list_stock_block([5, 8, 8], 2) == 0


def test_list_stock_block_7():
    assert list_stock_block([6, 5, 2, 1], 1) == 0


def test_list_stock_block_8():
    assert list_stock_block([3, 3, 8], 4) == 6


def test_list_values_1():
    """No items gives -1."""
    assert list_values([]) == -1


def test_list_values_2():
    assert list_values([1, 9, 9, 3, 8]) == (1, 9)


def test_list_values_3():
    assert list_values([5, 5, 3, 6, 4]) == (5, 6)


def test_list_values_4():
    assert list_values([1, 0, 4]) == (1, 4)


def test_list_values_5():
    assert list_values([7, 5, 7, 5]) == (7, 7)


def test_list_values_6():
    assert list_values([9, 3, 0, 4, 7]) == (9, 9)


def test_list_values_7():
    assert list_values([4, 5, 7]) == (4, 7)


def test_list_values_8():
    assert list_values([3, 6, 9, 5, 2]) == (3, 9)


def test_list_word_1():
    """No items gives -1."""
    assert list_word([]) == -1


def test_list_word_2():
    """Of ties the last counts."""
    assert list_word([3, 3, 1, 1, 3]) == 3


def test_list_word_3():
    assert list_word([2, 2, 2, 1]) == 3


def test_list_word_4():
    assert list_word([1, 3, 2, 3, 3]) == 0


def test_list_word_5():
    assert list_word([3, 2, 3]) == 1


def test_list_word_6():
    assert list_word([3, 1, 2, 2]) == 1


def test_list_word_7():
    assert list_word([1, 3, 1, 2, 1]) == 4


def test_list_word_8():
    assert list_word([2, 2, 1]) == 2


def test_make_text_hour_1():
    """No items gives -1."""
    assert make_text_hour([5, 9, 9]) == -1


def test_make_text_hour_2():
    """No items gives -1."""
    assert make_text_hour([]) == -1


def test_make_text_hour_3():
    assert make_text_hour([8, 5, 5]) == 0


def test_make_text_hour_4():
    assert make_text_hour([4, 0, 0, 1]) == 0


def test_make_text_hour_5():
    assert make_text_hour([9, 8, 1, 3]) == 1


def test_make_text_hour_6():
    assert make_text_hour([3, 5, 2, 8]) == 2


def test_make_text_hour_7():
    assert make_text_hour([8, 7, 4]) == 0


def test_make_text_hour_8():
    assert make_text_hour([7, 3, 7, 4]) == 3


def test_measure_group_step_1():
    """No items gives -1."""
    assert measure_group_step([]) == -1


def test_measure_group_step_2():
    """No items gives -1."""
    assert measure_group_step([2, 0, 8]) == -1


def test_measure_group_step_3():
    assert measure_group_step([4, 4, 7, 4]) == 2


def test_measure_group_step_4():
    assert measure_group_step([2, 4, 7]) == 2


def test_measure_group_step_5():
    assert measure_group_step([0, 0, 9, 1]) == 2


def test_measure_group_step_6():
    assert measure_group_step([8, 7, 7, 9, 9]) == 1


def test_measure_group_step_7():
    assert measure_group_step([0, 6, 8, 9]) == 3


def test_measure_group_step_8():
    assert measure_group_step([6, 9, 9, 9]) == 1


def test_measure_list_1():
    """No items gives -1."""
    assert measure_list([], 0) == -1


def test_measure_list_2():
    """No items gives -1."""
    assert measure_list([], 3) == -1


def test_measure_list_3():
    assert measure_list([0, 6, 0, 9], 1) == 0


def test_measure_list_4():
    assert measure_list([8, 0, 2], 9) == 8


def test_measure_list_5():
    assert measure_list([7, 2, 3], 0) == 7


def test_measure_list_6():
    assert measure_list([2, 5, 8, 2, 3], 6) == 2


def test_measure_list_7():
    assert measure_list([6, 6, 3, 1], 0) == 6


def test_measure_list_8():
    assert measure_list([0, 5, 4, 8, 3], 5) == 0


def test_merge_rate_1():
    """No items gives -1."""
    assert merge_rate([]) == -1


def test_merge_rate_2():
    assert merge_rate([5, 8, 1, 9]) == (5, 9)


def test_merge_rate_3():
    assert merge_rate([8, 7, 9, 9, 8]) == (8, 9)


def test_merge_rate_4():
    assert merge_rate([3, 6, 7, 4]) == (3, 7)


def test_merge_rate_5():
    assert merge_rate([5, 3, 0, 1, 2]) == (5, 5)


def test_merge_rate_6():
    assert merge_rate([3, 2, 6, 7, 5]) == (3, 7)


def test_merge_rate_7():
    assert merge_rate([3, 4, 4, 9]) == (3, 9)


def test_merge_rate_8():
    assert merge_rate([1, 8, 7, 4]) == (1, 8)


def test_rate_size_1():
    """No items gives -1."""
    assert rate_size([], 6) == -1


def test_rate_size_2():
    """No items gives -1."""
    assert rate_size([], 1) == -1


def test_rate_size_3():
    """A difference is never negative."""
    assert rate_size([4, 0, 3], 9) == 2


def test_rate_size_4():
    """A quotient is rounded down."""
    assert rate_size([0, 3, 6, 3, 1], 0) == 1


def test_rate_size_5():
    """A quotient is rounded down."""
    assert rate_size([3, 1, 2, 3], 0) == 1


def test_rate_size_6():
    assert rate_size([5, 9, 8], 4) == 2


def test_rate_size_7():
    assert rate_size([0, 0, 5, 5], 4) == 0


def test_rate_size_8():
    assert rate_size([1, 0, 6], 7) == 2


def test_read_order_team_1():
    """No items gives -1."""
    assert read_order_team([], 0) == -1


def test_read_order_team_2():
    """No items gives -1."""
    assert read_order_team([], 9) == -1


def test_read_order_team_3():
    assert read_order_team([9, 8, 5, 5, 2], 5) == 17


def test_read_order_team_4():
    assert read_order_team([0, 7, 1], 9) == 8


def test_read_order_team_5():
    assert read_order_team([6, 3, 4], 8) == 14


def test_read_order_team_6():
    assert read_order_team([5, 6, 5, 9, 6], 5) == 14


def test_read_order_team_7():
    assert read_order_team([9, 9, 6], 0) == 17


def test_read_order_team_8():
    assert read_order_team([3, 6, 3, 5, 5], 3) == 14


def test_scan_group_1():
    """No items gives -1."""
    assert scan_group([], 0) == -1


def test_scan_group_2():
    """No items gives -1."""
    assert scan_group([], 7) == -1


def test_scan_group_3():
    """A difference is never negative."""
    assert scan_group([0, 4, 3, 7, 3], 5) == 1


def test_scan_group_4():
    """A quotient is rounded down."""
    assert scan_group([4, 1, 3, 2], 4) == 0


def test_scan_group_5():
    """A quotient is rounded down."""
    assert scan_group([8, 3, 4, 7], 4) == 0


def test_scan_group_6():
    assert scan_group([5, 1, 1, 2, 1], 7) == 0


def test_scan_group_7():
    assert scan_group([9, 8, 8, 6, 6], 8) == 0


def test_scan_group_8():
    assert scan_group([3, 5, 2], 4) == 0


def test_score_week_1():
    """No items gives -1."""
    assert score_week([]) == -1


def test_score_week_2():
    """A quotient is rounded down."""
    assert score_week([9, 4, 3, 6]) == [1, 4]


def test_score_week_3():
    """A quotient is rounded down."""
    assert score_week([3, 1, 7]) == [0, 1, 3]


def test_score_week_4():
    assert score_week([2, 2, 8, 1]) == [0]


def test_score_week_5():
    assert score_week([0, 4, 2]) == []


def test_score_week_6():
    assert score_week([9, 9, 8, 8, 5]) == [2, 4, 4]


def test_score_week_7():
    assert score_week([2, 3, 5]) == [1, 2]


def test_score_week_8():
    assert score_week([8, 5, 1, 6]) == [0, 2]


def test_share_week_rate_1():
    """No items gives -1."""
    assert share_week_rate({'f': 8, 'g': 6, 'h': 7, 'd': 8}, 'a', 1) == -1


def test_share_week_rate_2():
    """No items gives -1."""
    assert share_week_rate({'g': 9, 'b': 5, 'h': 7, 'f': 2}, 'c', 2) == -1


def test_share_week_rate_3():
    """A difference is never negative."""
    assert share_week_rate({'g': 9, 'a': 2, 'f': 5, 'h': 1}, 'f', 8) == 3


def test_share_week_rate_4():
    assert share_week_rate({'g': 5, 'c': 6}, 'e', 3) == -1


def test_share_week_rate_5():
    assert share_week_rate({'f': 2, 'c': 4, 'd': 5}, 'c', 4) == 0


def test_share_week_rate_6():
    assert share_week_rate({}, 'a', 5) == -1


def test_share_week_rate_7():
    assert share_week_rate({'c': 2, 'e': 7, 'd': 1}, 'f', 4) == -1


def test_share_week_rate_8():
    assert share_week_rate({'g': 3, 'a': 3}, 'a', 3) == 0


def test_sort_team_size_1():
    """No items gives -1."""
    assert sort_team_size([]) == -1


def test_sort_team_size_2():
    """Of ties the last counts."""
    assert sort_team_size([3, 2, 2, 3, 3]) == 2


def test_sort_team_size_3():
    assert sort_team_size([3, 2, 1, 3, 2]) == 2


def test_sort_team_size_4():
    assert sort_team_size([3, 2, 1, 2, 3]) == 2


def test_sort_team_size_5():
    assert sort_team_size([1, 2, 2, 3, 3]) == 0


def test_sort_team_size_6():
    assert sort_team_size([3, 3, 1, 2]) == 2


def test_sort_team_size_7():
    assert sort_team_size([2, 1, 2, 2]) == 1


def test_sort_team_size_8():
    assert sort_team_size([1, 2, 2]) == 0


def test_total_rate_line_1():
    """No items gives -1."""
    assert total_rate_line([], 2) == -1


def test_total_rate_line_2():
    """No items gives -1."""
    assert total_rate_line([], 8) == -1


def test_total_rate_line_3():
    """The limit itself passes."""
    assert total_rate_line([9, 9, 9, 4], 4) == 4


def test_total_rate_line_4():
    assert total_rate_line([5, 3, 9, 5], 0) == 0


def test_total_rate_line_5():
    assert total_rate_line([5, 2, 3, 4, 5], 9) == 19


def test_total_rate_line_6():
    assert total_rate_line([1, 4, 5, 2, 7], 3) == 3


def test_total_rate_line_7():
    assert total_rate_line([2, 9, 5, 3], 9) == 19


def test_total_rate_line_8():
    assert total_rate_line([8, 5, 1, 6], 3) == 1


def test_total_row_1():
    """No items gives -1."""
    assert total_row([], 2) == -1


def test_total_row_2():
    """No items gives -1."""
    assert total_row([], 4) == -1


def test_total_row_3():
    """A quotient is rounded down."""
    assert total_row([7, 6, 1, 8], 5) == 40


def test_total_row_4():
    """A quotient is rounded down."""
    assert total_row([4, 5, 9, 1, 9], 5) == 51


def test_total_row_5():
    assert total_row([3, 6, 8, 4, 5], 3) == 81


def test_total_row_6():
    assert total_row([4, 1, 9], 6) == 22


def test_total_row_7():
    assert total_row([8, 2, 3], 4) == 31


def test_total_row_8():
    assert total_row([4, 6, 2, 3, 2], 4) == 42


def test_trim_week_hour_1():
    """No items gives -1."""
    assert trim_week_hour(0, []) == -1


def test_trim_week_hour_2():
    """No items gives -1."""
    assert trim_week_hour(5, []) == -1


def test_trim_week_hour_3():
    """A quotient is rounded down."""
    assert trim_week_hour(9, [8, 7, 3, 5, 5]) == 0


def test_trim_week_hour_4():
    """A quotient is rounded down."""
    assert trim_week_hour(2, [3, 9, 2, 7, 2]) == 0


def test_trim_week_hour_5():
    assert trim_week_hour(6, [4, 4, 0]) == 0


def test_trim_week_hour_6():
    assert trim_week_hour(0, [6, 5, 4, 0, 8]) == 0


def test_trim_week_hour_7():
    assert trim_week_hour(5, [1, 3, 3]) == 1


def test_trim_week_hour_8():
    assert trim_week_hour(6, [5, 2, 2]) == 0


def test_weigh_group_1():
    """No items gives -1."""
    assert weigh_group({'a': 8, 'f': 7, 'h': 7}, 'e', 1) == -1


def test_weigh_group_2():
    """No items gives -1."""
    assert weigh_group({'h': 7, 'b': 8, 'a': 4}, 'f', 2) == -1


def test_weigh_group_3():
    """A difference is never negative."""
    assert weigh_group({'d': 6, 'c': 8, 'h': 9, 'a': 5}, 'a', 6) == 1


def test_weigh_group_4():
    assert weigh_group({'a': 7, 'd': 2, 'g': 1}, 'g', 0) == 1


def test_weigh_group_5():
    assert weigh_group({'f': 6, 'a': 3, 'h': 9, 'c': 4}, 'b', 1) == -1


def test_weigh_group_6():
    assert weigh_group({}, 'e', 0) == -1


def test_weigh_group_7():
    assert weigh_group({'b': 6, 'd': 7, 'g': 2, 'f': 9}, 'b', 2) == 4


def test_weigh_group_8():
    assert weigh_group({'h': 8, 'c': 7}, 'a', 5) == -1


def test_weigh_text_group_1():
    """No items gives -1."""
    assert weigh_text_group({'b': 7, 'g': 2, 'h': 4}, 'f', 2) == -1


def test_weigh_text_group_2():
    """No items gives -1."""
    assert weigh_text_group({'c': 7, 'a': 4, 'b': 9}, 'g', 5) == -1


def test_weigh_text_group_3():
    assert weigh_text_group({'e': 6, 'g': 2, 'c': 6, 'd': 8}, 'g', 1) == 13


def test_weigh_text_group_4():
    assert weigh_text_group({'c': 3, 'd': 2, 'a': 9}, 'g', 6) == -1


def test_weigh_text_group_5():
    assert weigh_text_group({'g': 5, 'e': 2, 'h': 9, 'a': 2}, 'e', 0) == 12


def test_weigh_text_group_6():
    assert weigh_text_group({'h': 2, 'd': 3, 'f': 1}, 'h', 1) == 13


def test_weigh_text_group_7():
    assert weigh_text_group({'g': 5, 'c': 3}, 'h', 0) == -1


def test_weigh_text_group_8():
    assert weigh_text_group({'h': 5, 'b': 4, 'g': 3, 'e': 2}, 'c', 8) == -1
