from housekit.ranges import (
    add_bill_team,
    add_list_group,
    add_team_score,
    build_text,
    calc_order,
    calc_order_list,
    calc_size_bill,
    calc_team,
    check_word,
    collect_hour_rate,
    count_bill,
    count_line,
    find_range,
    fold_text_order,
    get_size_score,
    join_level_part,
    make_data_order,
    make_line_text,
    make_score_bill,
    merge_line_text,
    merge_mark,
    merge_step,
    read_goal,
    read_list,
    read_range,
    read_values,
    score_step,
    sort_range,
    sort_stock,
    sum_data_range,
    take_row,
    total_bill,
    total_word,
)


def test_add_bill_team_1():
    """The upper bound is inside."""
    assert add_bill_team(4, 6) == 8


def test_add_bill_team_2():
    """The limit itself passes."""
    assert add_bill_team(4, 8) == 9


def test_add_bill_team_3():
    assert add_bill_team(4, 9) == 9


def test_add_bill_team_4():
    assert add_bill_team(3, 9) == 6


def test_add_bill_team_5():
    assert add_bill_team(2, 0) == 2


def test_add_bill_team_6():
    assert add_bill_team(3, 1) == 3


def test_add_bill_team_7():
    assert add_bill_team(4, 4) == 7


def test_add_bill_team_8():
    assert add_bill_team(2, 7) == 3


def test_add_list_group_1():
    """The upper bound is inside."""
    assert add_list_group(3, 2, 4) == 7


def test_add_list_group_2():
    """A difference is never negative."""
    assert add_list_group(7, 1, 9) == 39


def test_add_list_group_3():
    assert add_list_group(4, 2, 8) == 19


def test_add_list_group_4():
    assert add_list_group(3, 1, 4) == 10


def test_add_list_group_5():
    assert add_list_group(3, 0, 0) == 10


def test_add_list_group_6():
    assert add_list_group(6, 1, 5) == 15


def test_add_list_group_7():
    assert add_list_group(5, 1, 7) == 24


def test_add_list_group_8():
    assert add_list_group(3, 1, 9) == 25


def test_add_team_score_1():
    """The upper bound is inside."""
    assert add_team_score(6, 1, 4) == 23760


def test_add_team_score_2():
    """The limit itself passes."""
    assert add_team_score(4, 2, 3) == 30


def test_add_team_score_3():
    """A quotient is rounded down."""
    assert add_team_score(4, 9, 4) == 0


def test_add_team_score_4():
    """A quotient is rounded down."""
    assert add_team_score(5, 4, 3) == 3


def test_add_team_score_5():
    assert add_team_score(6, 7, 5) == 0


def test_add_team_score_6():
    assert add_team_score(3, 0, 2) == 36


def test_add_team_score_7():
    assert add_team_score(4, 1, 2) == 360


def test_add_team_score_8():
    assert add_team_score(5, 7, 4) == 0


def test_build_text_1():
    """The upper bound is inside."""
    assert build_text(4, 2) == [2, 4]


def test_build_text_2():
    assert build_text(5, 0) == [0, 2, 4]


def test_build_text_3():
    assert build_text(7, 0) == [0, 2, 4, 6]


def test_build_text_4():
    assert build_text(5, 2) == [2, 4]


def test_build_text_5():
    assert build_text(3, 0) == [0, 2]


def test_build_text_6():
    assert build_text(3, 2) == [2]


def test_build_text_7():
    assert build_text(6, 2) == [2, 4, 6]


def test_build_text_8():
    assert build_text(3, 1) == [2]


def test_calc_order_1():
    """The upper bound is inside."""
    assert calc_order([4, 7, 8, 7, 5], 1, 0, 7) == 28


def test_calc_order_2():
    """The limit itself passes."""
    assert calc_order([3, 6, 9, 6], 2, 1, 6) == 6


def test_calc_order_3():
    assert calc_order([9, 0, 1], 2, 1, 2) == 0


def test_calc_order_4():
    assert calc_order([7, 3, 6], 2, 0, 0) == 1


def test_calc_order_5():
    assert calc_order([4, 5, 1], 3, 1, 7) == 5


def test_calc_order_6():
    assert calc_order([3, 0, 5], 2, 1, 7) == 0


def test_calc_order_7():
    assert calc_order([1, 1, 9], 2, 0, 8) == 1


def test_calc_order_8():
    assert calc_order([6, 3, 5, 7], 2, 2, 3) == 1


def test_calc_order_list_1():
    """The upper bound is inside."""
    assert calc_order_list(4, 9, 0) == 80


def test_calc_order_list_2():
    """A difference is never negative."""
    assert calc_order_list(2, 2, 7) == 5


def test_calc_order_list_3():
    assert calc_order_list(4, 9, 7) == 73


def test_calc_order_list_4():
    assert calc_order_list(4, 8, 2) == 61


def test_calc_order_list_5():
    assert calc_order_list(4, 8, 5) == 58


def test_calc_order_list_6():
    assert calc_order_list(4, 0, 9) == 67


def test_calc_order_list_7():
    assert calc_order_list(3, 4, 5) == 23


def test_calc_order_list_8():
    assert calc_order_list(2, 7, 2) == 5


def test_calc_size_bill_1():
    """The upper bound is inside."""
    assert calc_size_bill(4, 2) == 3000


def test_calc_size_bill_2():
    """A share is given per 1000."""
    assert calc_size_bill(7, 2) == 6000


def test_calc_size_bill_3():
    """A share is given per 1000."""
    assert calc_size_bill(4, 6) == 1000


def test_calc_size_bill_4():
    assert calc_size_bill(7, 5) == 2400


def test_calc_size_bill_5():
    assert calc_size_bill(5, 3) == 2000


def test_calc_size_bill_6():
    assert calc_size_bill(5, 2) == 3000


def test_calc_size_bill_7():
    assert calc_size_bill(6, 5) == 2400


def test_calc_size_bill_8():
    assert calc_size_bill(4, 4) == 1500


def test_calc_team_1():
    """The upper bound is inside."""
    assert calc_team(2, 6) == 56


def test_calc_team_2():
    """A difference is never negative."""
    assert calc_team(1, 3) == 14


def test_calc_team_3():
    assert calc_team(0, 5) == 42


def test_calc_team_4():
    assert calc_team(1, 4) == 35


def test_calc_team_5():
    assert calc_team(0, 4) == 42


def test_calc_team_6():
    assert calc_team(8, 5) == 126


def test_calc_team_7():
    assert calc_team(6, 3) == 70


def test_calc_team_8():
    assert calc_team(0, 3) == 14


def test_check_word_1():
    """The upper bound is inside."""
    assert check_word(5, 3) == 132288


def test_check_word_2():
    """The limit itself passes."""
    assert check_word(6, 2) == 8135732


def test_check_word_3():
    """A quotient is rounded down."""
    assert check_word(4, 6) == 1889


def test_check_word_4():
    """A quotient is rounded down."""
    assert check_word(4, 2) == 5669


def test_check_word_5():
    assert check_word(3, 2) == 195


def test_check_word_6():
    assert check_word(3, 4) == 97


def test_check_word_7():
    assert check_word(4, 3) == 3779


def test_check_word_8():
    assert check_word(3, 5) == 78


def test_collect_hour_rate_1():
    """The upper bound is inside."""
    assert collect_hour_rate(7, 6, 8) == 96


def test_collect_hour_rate_2():
    """A difference is never negative."""
    assert collect_hour_rate(6, 3, 4) == 24


def test_collect_hour_rate_3():
    """The limit itself passes."""
    assert collect_hour_rate(4, 3, 4) == 24


def test_collect_hour_rate_4():
    assert collect_hour_rate(6, 9, 6) == 198


def test_collect_hour_rate_5():
    assert collect_hour_rate(3, 0, 0) == 0


def test_collect_hour_rate_6():
    assert collect_hour_rate(4, 6, 0) == 0


def test_collect_hour_rate_7():
    assert collect_hour_rate(4, 4, 6) == 36


def test_collect_hour_rate_8():
    assert collect_hour_rate(3, 3, 4) == 18


def test_count_bill_1():
    """The upper bound is inside."""
    assert count_bill([6, 7, 7], 2, 1, 0, 4) == 12250


def test_count_bill_2():
    """A share is given per 1000."""
    assert count_bill([1, 1, 7], 1, 2, 2, 6) == 166


def test_count_bill_3():
    """A share is given per 1000."""
    assert count_bill([2, 4, 6, 8], 2, 2, 5, 2) == 3000


def test_count_bill_4():
    assert count_bill([1, 9, 8, 3, 3], 2, 1, 8, 6) == 1500


def test_count_bill_5():
    assert count_bill([], 3, 0, 0, 2) == 500


def test_count_bill_6():
    assert count_bill([9, 7, 1, 8, 6], 2, 0, 3, 5) == 12600


def test_count_bill_7():
    assert count_bill([9, 9, 9], 2, 1, 4, 2) == 40500


def test_count_bill_8():
    assert count_bill([9, 0, 9, 1, 3], 2, 2, 5, 3) == 3000


def test_count_line_1():
    """The upper bound is inside."""
    assert count_line([0, 0, 6, 3, 9], 2, 2) == 29


def test_count_line_2():
    """The limit itself passes."""
    assert count_line([5, 1, 5], 3, 1) == 26


def test_count_line_3():
    assert count_line([3, 8, 1], 1, 2) == 9


def test_count_line_4():
    assert count_line([6, 6, 8], 1, 2) == 9


def test_count_line_5():
    assert count_line([7, 0, 3, 8, 9], 2, 0) == 32


def test_count_line_6():
    assert count_line([], 1, 0) == 9


def test_count_line_7():
    assert count_line([8, 4, 4, 3], 3, 2) == 9


def test_count_line_8():
    assert count_line([3, 9, 5, 9, 6], 3, 1) == 38


def test_find_range_1():
    """The upper bound is inside."""
    assert find_range([3, 3, 0, 0], 3, 7) == 22


def test_find_range_2():
    """A difference is never negative."""
    assert find_range([3, 0, 9], 3, 2) == 3


def test_find_range_3():
    """The limit itself passes."""
    assert find_range([4, 5, 4, 5, 0], 2, 2) == 2


def test_find_range_4():
    assert find_range([1, 4, 1], 3, 1) == 3


def test_find_range_5():
    assert find_range([8, 2, 3, 8], 1, 8) == 0


def test_find_range_6():
    assert find_range([8, 7, 3, 5], 1, 5) == 0


def test_find_range_7():
    assert find_range([9, 3, 8, 1], 1, 3) == 0


def test_find_range_8():
    assert find_range([1, 2, 8, 3], 3, 1) == 1


def test_fold_text_order_1():
    """The upper bound is inside."""
    assert fold_text_order(7, 6, 8) == 8


def test_fold_text_order_2():
    """A difference is never negative."""
    assert fold_text_order(7, 9, 1) == 8


def test_fold_text_order_3():
    """The limit itself passes."""
    assert fold_text_order(5, 9, 1) == 8


def test_fold_text_order_4():
    assert fold_text_order(3, 5, 2) == 4


def test_fold_text_order_5():
    assert fold_text_order(6, 4, 2) == 3


def test_fold_text_order_6():
    assert fold_text_order(4, 0, 0) == 0


def test_fold_text_order_7():
    assert fold_text_order(3, 7, 7) == 6


def test_fold_text_order_8():
    assert fold_text_order(6, 9, 2) == 8


def test_get_size_score_1():
    """The upper bound is inside."""
    assert get_size_score(6, 6) == 3


def test_get_size_score_2():
    """The limit itself passes."""
    assert get_size_score(7, 3) == 6


def test_get_size_score_3():
    """A quotient is rounded down."""
    assert get_size_score(4, 3) == 3


def test_get_size_score_4():
    """A quotient is rounded down."""
    assert get_size_score(5, 4) == 3


def test_get_size_score_5():
    assert get_size_score(6, 2) == 10


def test_get_size_score_6():
    assert get_size_score(4, 2) == 4


def test_get_size_score_7():
    assert get_size_score(6, 3) == 6


def test_get_size_score_8():
    assert get_size_score(4, 5) == 1


def test_join_level_part_1():
    """The upper bound is inside."""
    assert join_level_part(4, 2) == 4


def test_join_level_part_2():
    """A difference is never negative."""
    assert join_level_part(4, 6) == 14


def test_join_level_part_3():
    assert join_level_part(3, 3) == 3


def test_join_level_part_4():
    assert join_level_part(6, 0) == 21


def test_join_level_part_5():
    assert join_level_part(7, 0) == 28


def test_join_level_part_6():
    assert join_level_part(4, 8) == 22


def test_join_level_part_7():
    assert join_level_part(4, 0) == 10


def test_join_level_part_8():
    assert join_level_part(4, 7) == 18


def test_make_data_order_1():
    """The upper bound is inside."""
    assert make_data_order(4, 2, 2) == 8


def test_make_data_order_2():
    """A difference is never negative."""
    assert make_data_order(3, 1, 6) == 8


def test_make_data_order_3():
    """The limit itself passes."""
    assert make_data_order(7, 1, 7) == 15


def test_make_data_order_4():
    assert make_data_order(6, 1, 9) == 23


def test_make_data_order_5():
    assert make_data_order(3, 0, 9) == 11


def test_make_data_order_6():
    assert make_data_order(5, 0, 8) == 17


def test_make_data_order_7():
    assert make_data_order(3, 2, 8) == 10


def test_make_data_order_8():
    assert make_data_order(4, 2, 9) == 16


def test_make_line_text_1():
    """The upper bound is inside."""
    assert make_line_text([9, 9, 9], 1, 2) == 40


def test_make_line_text_2():
    """A quotient is rounded down."""
    assert make_line_text([3, 6, 2], 1, 3) == 1


def test_make_line_text_3():
    """A quotient is rounded down."""
    assert make_line_text([1, 5, 6, 7, 0], 2, 6) == 0


def test_make_line_text_4():
    assert make_line_text([9, 6, 5, 4], 1, 2) == 4


def test_make_line_text_5():
    assert make_line_text([6, 1, 8, 8, 1], 2, 6) == 0


def test_make_line_text_6():
    assert make_line_text([3, 2, 8, 9, 1], 2, 6) == 0


def test_make_line_text_7():
    assert make_line_text([9, 0, 7, 8, 2], 1, 2) == 4


def test_make_line_text_8():
    assert make_line_text([6, 3, 8], 1, 6) == 0


def test_make_score_bill_1():
    """The upper bound is inside."""
    assert make_score_bill(6, 7, 4) == 5000


def test_make_score_bill_2():
    """The limit itself passes."""
    assert make_score_bill(3, 2, 3) == 0


def test_make_score_bill_3():
    """A share is given per 1000."""
    assert make_score_bill(3, 9, 6) == 833


def test_make_score_bill_4():
    """A share is given per 1000."""
    assert make_score_bill(6, 7, 2) == 10000


def test_make_score_bill_5():
    assert make_score_bill(3, 8, 6) == 833


def test_make_score_bill_6():
    assert make_score_bill(4, 2, 4) == 0


def test_make_score_bill_7():
    assert make_score_bill(4, 5, 2) == 4500


def test_make_score_bill_8():
    assert make_score_bill(5, 0, 2) == 0


def test_merge_line_text_1():
    """The upper bound is inside."""
    assert merge_line_text(4, 5) == 2


def test_merge_line_text_2():
    """The limit itself passes."""
    assert merge_line_text(7, 7) == 1


def test_merge_line_text_3():
    """A difference is never negative."""
    assert merge_line_text(5, 6) == 2


def test_merge_line_text_4():
    assert merge_line_text(6, 4) == 1


def test_merge_line_text_5():
    assert merge_line_text(3, 4) == 2


def test_merge_line_text_6():
    assert merge_line_text(4, 4) == 1


def test_merge_line_text_7():
    assert merge_line_text(6, 1) == 4


def test_merge_line_text_8():
    assert merge_line_text(3, 5) == 3


def test_merge_mark_1():
    """The upper bound is inside."""
    assert merge_mark(6, 6, 7) == [6, 5, 4, 3, 2, 1, 0]


def test_merge_mark_2():
    """A difference is never negative."""
    assert merge_mark(7, 8, 3) == [8, 7, 6]


def test_merge_mark_3():
    """The limit itself passes."""
    assert merge_mark(4, 8, 2) == [8, 7]


def test_merge_mark_4():
    assert merge_mark(3, 7, 7) == [7, 6, 5, 4]


def test_merge_mark_5():
    assert merge_mark(3, 0, 8) == [0, 1, 2, 3]


def test_merge_mark_6():
    assert merge_mark(7, 2, 3) == [2, 1, 0]


def test_merge_mark_7():
    assert merge_mark(7, 2, 7) == [2, 1, 0, 1, 2, 3, 4]


def test_merge_mark_8():
    assert merge_mark(5, 2, 0) == []


def test_merge_step_1():
    """The upper bound is inside."""
    assert merge_step([3, 1, 8, 3], 2) == 1


def test_merge_step_2():
    """A quotient is rounded down."""
    assert merge_step([4, 5, 0, 2], 3) == 0


def test_merge_step_3():
    """A quotient is rounded down."""
    assert merge_step([4, 4, 2], 3) == 0


def test_merge_step_4():
    assert merge_step([3, 4, 6, 1, 6], 1) == 0


def test_merge_step_5():
    assert merge_step([], 3) == 0


def test_merge_step_6():
    assert merge_step([5, 3, 1, 6, 2], 1) == 0


def test_merge_step_7():
    assert merge_step([4, 9, 4], 2) == 0


def test_merge_step_8():
    assert merge_step([0, 8, 5, 1, 0], 3) == 1


def test_read_goal_1():
    """The upper bound is inside."""
    assert read_goal([6, 9, 1], 2, 2, 2) == 500


def test_read_goal_2():
    """The limit itself passes."""
    assert read_goal([5, 2, 8], 1, 1, 6) == 0


def test_read_goal_3():
    """A share is given per 1000."""
    assert read_goal([1, 4, 3, 9], 3, 0, 4) == 250


def test_read_goal_4():
    """A share is given per 1000."""
    assert read_goal([1, 0, 1, 0], 1, 0, 2) == 500


def test_read_goal_5():
    assert read_goal([7, 9, 3, 0, 2], 1, 1, 4) == 0


def test_read_goal_6():
    assert read_goal([0, 7, 0], 3, 0, 5) == 0


def test_read_goal_7():
    assert read_goal([7, 0, 6, 4], 3, 2, 2) == 0


def test_read_goal_8():
    assert read_goal([], 1, 0, 4) == 0


def test_read_list_1():
    """The upper bound is inside."""
    assert read_list(2, 3) == 18


def test_read_list_2():
    """The limit itself passes."""
    assert read_list(4, 3) == 18


def test_read_list_3():
    assert read_list(3, 0) == 0


def test_read_list_4():
    assert read_list(2, 0) == 0


def test_read_list_5():
    assert read_list(2, 4) == 18


def test_read_list_6():
    assert read_list(4, 9) == 42


def test_read_list_7():
    assert read_list(3, 7) == 30


def test_read_list_8():
    assert read_list(2, 9) == 18


def test_read_range_1():
    """The upper bound is inside."""
    assert read_range(8, [5, 2, 7, 9], 2) == [5, 2, 7]


def test_read_range_2():
    """The limit itself passes."""
    assert read_range(1, [1, 1, 8, 5], 3) == []


def test_read_range_3():
    assert read_range(7, [8, 9, 8, 5, 7], 3) == []


def test_read_range_4():
    assert read_range(1, [9, 1, 5], 3) == []


def test_read_range_5():
    assert read_range(6, [0, 7, 9, 1], 1) == [0]


def test_read_range_6():
    assert read_range(0, [], 1) == []


def test_read_range_7():
    assert read_range(0, [1, 8, 4, 2, 2], 3) == []


def test_read_range_8():
    assert read_range(1, [7, 9, 4], 1) == []


def test_read_values_1():
    """The upper bound is inside."""
    assert read_values([5, 4, 9, 7], 4, 2, 3, 2) == 1


def test_read_values_2():
    """The limit itself passes."""
    assert read_values([9, 4, 4, 6], 4, 1, 4, 1) == 0


def test_read_values_3():
    """A quotient is rounded down."""
    assert read_values([1, 3, 3, 2, 5], 6, 1, 4, 0) == 0


def test_read_values_4():
    """A quotient is rounded down."""
    assert read_values([5, 7, 7, 1, 5], 0, 2, 2, 0) == 3


def test_read_values_5():
    assert read_values([9, 6, 7, 1, 9], 8, 3, 5, 1) == 0


def test_read_values_6():
    assert read_values([6, 7, 2, 3, 5], 2, 1, 2, 2) == 0


def test_read_values_7():
    assert read_values([3, 7, 5, 5, 6], 6, 2, 6, 1) == 0


def test_read_values_8():
    assert read_values([2, 3, 8], 4, 1, 3, 2) == 0


def test_score_step_1():
    """The upper bound is inside."""
    assert score_step([1, 9, 4, 7], 1, 0, 6) == 1


def test_score_step_2():
    """A quotient is rounded down."""
    assert score_step([4, 7, 6, 7], 2, 0, 2) == 0


def test_score_step_3():
    """A quotient is rounded down."""
    assert score_step([8, 8, 7], 2, 0, 0) == 0


def test_score_step_4():
    """The limit itself passes."""
    assert score_step([6, 9, 1], 1, 0, 9) == 0


def test_score_step_5():
    assert score_step([4, 2, 0, 0], 1, 2, 0) == 0


def test_score_step_6():
    assert score_step([9, 2, 2, 4, 5], 2, 2, 8) == 0


def test_score_step_7():
    assert score_step([4, 0, 3], 1, 2, 1) == 0


def test_score_step_8():
    assert score_step([], 3, 2, 6) == 0


def test_sort_range_1():
    """The upper bound is inside."""
    assert sort_range([0, 4, 9], 2, 1, 3) == 25


def test_sort_range_2():
    """The limit itself passes."""
    assert sort_range([6, 6, 5], 1, 1, 6) == 12


def test_sort_range_3():
    assert sort_range([1, 1, 8], 3, 1, 6) == 14


def test_sort_range_4():
    assert sort_range([4, 4, 0, 6], 2, 0, 1) == 20


def test_sort_range_5():
    assert sort_range([5, 5, 2, 9], 1, 1, 1) == 11


def test_sort_range_6():
    assert sort_range([0, 7, 8, 6], 2, 1, 0) == 27


def test_sort_range_7():
    assert sort_range([6, 7, 3], 1, 2, 3) == 0


def test_sort_range_8():
    assert sort_range([5, 8, 8], 2, 0, 7) == 28


def test_sort_stock_1():
    """The upper bound is inside."""
    assert sort_stock([3, 8, 7, 5], 2, 9, 4) == 2


def test_sort_stock_2():
    """The limit itself passes."""
    assert sort_stock([3, 1, 0, 7], 1, 1, 7) == 6


def test_sort_stock_3():
    """A difference is never negative."""
    assert sort_stock([2, 3, 2], 3, 1, 8) == 8


def test_sort_stock_4():
    assert sort_stock([1, 0, 5, 1], 1, 4, 1) == 0


def test_sort_stock_5():
    assert sort_stock([6, 4, 4], 2, 9, 7) == 7


def test_sort_stock_6():
    assert sort_stock([1, 4, 3, 1], 1, 8, 4) == 3


def test_sort_stock_7():
    assert sort_stock([8, 1, 4, 7, 4], 1, 0, 0) == 0


def test_sort_stock_8():
    assert sort_stock([4, 7, 7], 1, 3, 5) == 5


def test_sum_data_range_1():
    """The upper bound is inside."""
    assert sum_data_range([0, 6, 8, 5], 7, 1, 1) == 6


def test_sum_data_range_2():
    """The limit itself passes."""
    assert sum_data_range([9, 6, 7, 3, 2], 6, 1, 2) == 6


def test_sum_data_range_3():
    assert sum_data_range([2, 1, 7], 9, 1, 1) == 1


def test_sum_data_range_4():
    assert sum_data_range([4, 6, 7, 5, 2], 9, 0, 2) == 168


def test_sum_data_range_5():
    assert sum_data_range([7, 8, 5, 1], 9, 0, 1) == 56


def test_sum_data_range_6():
    assert sum_data_range([6, 7, 0, 6], 8, 0, 3) == 0


def test_sum_data_range_7():
    assert sum_data_range([7, 2, 0, 8], 2, 2, 3) == 0


def test_sum_data_range_8():
    assert sum_data_range([1, 2, 4], 7, 2, 1) == 1


def test_take_row_1():
    """The upper bound is inside."""
    assert take_row(6, 3) == 7000


def test_take_row_2():
    """A share is given per 1000."""
    assert take_row(3, 3) == 2000


def test_take_row_3():
    """A share is given per 1000."""
    assert take_row(6, 6) == 3500


def test_take_row_4():
    assert take_row(3, 2) == 3000


def test_take_row_5():
    assert take_row(4, 6) == 1666


def test_take_row_6():
    assert take_row(4, 3) == 3333


def test_take_row_7():
    assert take_row(5, 2) == 7500


def test_take_row_8():
    assert take_row(6, 2) == 10500


def test_total_bill_1():
    """The upper bound is inside."""
    assert total_bill(5, 9, 3) == 1666


def test_total_bill_2():
    """A share is given per 1000."""
    assert total_bill(3, 6, 2) == 1500


def test_total_bill_3():
    """A share is given per 1000."""
    assert total_bill(3, 2, 4) == 500


def test_total_bill_4():
    assert total_bill(5, 7, 3) == 1666


def test_total_bill_5():
    assert total_bill(3, 0, 5) == 600


def test_total_bill_6():
    assert total_bill(6, 4, 4) == 1250


def test_total_bill_7():
    assert total_bill(4, 3, 5) == 600


def test_total_bill_8():
    assert total_bill(7, 7, 2) == 3000


def test_total_word_1():
    """The upper bound is inside."""
    assert total_word(4, 2) == 770


def test_total_word_2():
    assert total_word(7, 3) == 4379200


def test_total_word_3():
    assert total_word(4, 4) == 440


def test_total_word_4():
    assert total_word(3, 7) == 440


def test_total_word_5():
    assert total_word(3, 0) == 440


def test_total_word_6():
    assert total_word(6, 3) == 190400


def test_total_word_7():
    assert total_word(4, 0) == 6160


def test_total_word_8():
    assert total_word(5, 9) == 104720
