from housekit.shares import (
    calc_score,
    count_list,
    find_order,
    fold_list_data,
    join_word_row,
    list_line_score,
    read_day,
    scan_size_range,
    score_level_list,
    share_day_row,
    sum_goal_row,
)


def test_calc_score_1():
    """A share is given per 1000."""
    assert calc_score([7, 3, 3], 2) == 3500


def test_calc_score_2():
    """A share is given per 1000."""
    assert calc_score([8, 3, 4, 6, 6], 3) == 2666


def test_calc_score_3():
    assert calc_score([5, 3, 9, 4, 0], 2) == 2500


def test_calc_score_4():
    assert calc_score([7, 1, 9, 5, 2], 5) == 1400


def test_calc_score_5():
    assert calc_score([6, 1, 7, 1], 2) == 500


def test_calc_score_6():
    assert calc_score([3, 9, 6, 2], 2) == 500


def test_calc_score_7():
    assert calc_score([6, 7, 6, 4], 6) == 166


def test_calc_score_8():
    assert calc_score([5, 0, 8], 5) == 1000


def test_count_list_1():
    """A share is given per 1000."""
    assert count_list([0, 2, 3], [8, 1, 2], 3) == 4333


def test_count_list_2():
    """A share is given per 1000."""
    assert count_list([8, 1, 7], [7, 1, 1], 4) == 4000


def test_count_list_3():
    assert count_list([2, 7, 6, 6, 7], [0, 1, 9, 9, 3], 2) == 17000


def test_count_list_4():
    assert count_list([2, 4, 8, 1], [8, 5, 4], 3) == 7000


def test_count_list_5():
    assert count_list([5, 7, 4], [], 2) == 0


def test_count_list_6():
    assert count_list([5, 9, 6, 4, 7], [7, 9, 0], 6) == 3666


def test_count_list_7():
    assert count_list([0, 9, 8, 5], [9, 2, 3, 3], 4) == 7750


def test_count_list_8():
    assert count_list([3, 9, 1, 2, 1], [8, 3, 1, 0, 3], 3) == 7666


def test_find_order_1():
    """A share is given per 1000."""
    assert find_order([9, 6, 9], [8, 1, 8, 2, 6], 3) == 13666


def test_find_order_2():
    """A share is given per 1000."""
    assert find_order([8, 0, 2], [5, 0, 5, 7], 3) == 6666


def test_find_order_3():
    assert find_order([0, 1, 5], [8, 4, 9, 7, 6], 4) == 1250


def test_find_order_4():
    assert find_order([8, 1, 7], [2, 9, 6, 2, 9], 5) == 2600


def test_find_order_5():
    assert find_order([], [8, 2, 3, 3], 6) == 0


def test_find_order_6():
    assert find_order([2, 4, 0], [8, 3, 7, 8], 3) == 4666


def test_find_order_7():
    assert find_order([7, 5, 9], [9, 4, 2], 4) == 5000


def test_find_order_8():
    assert find_order([8, 0, 5, 2], [7, 4, 2], 3) == 7333


def test_fold_list_data_1():
    """A share is given per 1000."""
    assert fold_list_data([0, 2, 5, 9], 4) == 2250


def test_fold_list_data_2():
    """A share is given per 1000."""
    assert fold_list_data([6, 1, 8], 2) == 4000


def test_fold_list_data_3():
    assert fold_list_data([7, 2, 7, 5, 3], 2) == 3500


def test_fold_list_data_4():
    assert fold_list_data([5, 9, 0, 9, 2], 2) == 4500


def test_fold_list_data_5():
    assert fold_list_data([], 2) == 0


def test_fold_list_data_6():
    assert fold_list_data([4, 7, 2, 3], 4) == 1750


def test_fold_list_data_7():
    assert fold_list_data([0, 1, 3, 0], 3) == 1000


def test_fold_list_data_8():
    assert fold_list_data([0, 5, 5], 5) == 1000


def test_join_word_row_1():
    """A share is given per 1000."""
    assert join_word_row([7, 8, 4, 8, 1], 4) == 2000


def test_join_word_row_2():
    """A share is given per 1000."""
    assert join_word_row([6, 1, 2], 5) == 1200


def test_join_word_row_3():
    assert join_word_row([0, 2, 9], 2) == 4500


def test_join_word_row_4():
    assert join_word_row([8, 9, 2, 2, 7], 5) == 1800


def test_join_word_row_5():
    assert join_word_row([1, 6, 2, 6, 0], 5) == 1200


def test_join_word_row_6():
    assert join_word_row([5, 0, 8, 3, 5], 5) == 1600


def test_join_word_row_7():
    assert join_word_row([7, 6, 1, 0, 0], 4) == 1750


def test_join_word_row_8():
    assert join_word_row([8, 4, 8, 6], 2) == 4000


def test_list_line_score_1():
    """A share is given per 1000."""
    assert list_line_score({'e': 2, 'f': 6}, 3) == 2000


def test_list_line_score_2():
    """A share is given per 1000."""
    assert list_line_score({'d': 6, 'b': 6, 'e': 2}, 4) == 1500


def test_list_line_score_3():
    assert list_line_score({'h': 7, 'f': 3}, 3) == 0


def test_list_line_score_4():
    assert list_line_score({'d': 3, 'f': 9, 'c': 4}, 5) == 0


def test_list_line_score_5():
    assert list_line_score({'b': 1, 'h': 1, 'f': 7, 'd': 2}, 6) == 0


def test_list_line_score_6():
    assert list_line_score({'h': 3, 'd': 7, 'c': 7, 'g': 4}, 3) == 0


def test_list_line_score_7():
    assert list_line_score({'e': 7, 'a': 4}, 2) == 0


def test_list_line_score_8():
    assert list_line_score({'e': 7, 'd': 1}, 3) == 0


def test_read_day_1():
    """A share is given per 1000."""
    assert read_day([8, 7, 3, 2, 0], 9, 4) == 11000


def test_read_day_2():
    """A share is given per 1000."""
    assert read_day([9, 2, 6], 0, 3) == 15000


def test_read_day_3():
    assert read_day([9, 5, 7, 9], 3, 5) == 9600


def test_read_day_4():
    assert read_day([6, 6, 8, 8, 5], 2, 6) == 4500


def test_read_day_5():
    assert read_day([], 9, 2) == 0


def test_read_day_6():
    assert read_day([1, 0, 6, 7, 0], 4, 3) == 13000


def test_read_day_7():
    assert read_day([8, 6, 9, 5, 0], 4, 4) == 12250


def test_read_day_8():
    assert read_day([8, 2, 5, 2, 2], 8, 2) == 16500


def test_scan_size_range_1():
    """A share is given per 1000."""
    assert scan_size_range('stone sea sun', 4, 4) == 11000


def test_scan_size_range_2():
    """A share is given per 1000."""
    assert scan_size_range('sun dog', 7, 2) == 21000


def test_scan_size_range_3():
    assert scan_size_range('sun apple', 0, 5) == 0


def test_scan_size_range_4():
    assert scan_size_range('blue red cat', 8, 3) == 26666


def test_scan_size_range_5():
    assert scan_size_range('river stone', 0, 4) == 0


def test_scan_size_range_6():
    assert scan_size_range('dog table', 8, 5) == 12800


def test_scan_size_range_7():
    assert scan_size_range('red table bright', 3, 3) == 14000


def test_scan_size_range_8():
    assert scan_size_range('house sea', 4, 5) == 6400


def test_score_level_list_1():
    """A share is given per 1000."""
    assert score_level_list(5, 7, 4) == 13000


def test_score_level_list_2():
    """A share is given per 1000."""
    assert score_level_list(4, 0, 5) == 8600


def test_score_level_list_3():
    assert score_level_list(1, 7, 5) == 3200


def test_score_level_list_4():
    assert score_level_list(9, 4, 5) == 17600


def test_score_level_list_5():
    assert score_level_list(0, 7, 2) == 3500


def test_score_level_list_6():
    assert score_level_list(2, 9, 2) == 12500


def test_score_level_list_7():
    assert score_level_list(6, 1, 2) == 30500


def test_score_level_list_8():
    assert score_level_list(1, 9, 6) == 2666


def test_share_day_row_1():
    """A share is given per 1000."""
    assert share_day_row([8, 7, 8, 9, 6], 3) == 7333


def test_share_day_row_2():
    """A share is given per 1000."""
    assert share_day_row([4, 0, 0, 2], 5) == 1200


def test_share_day_row_3():
    assert share_day_row([3, 1, 6], 6) == 1666


def test_share_day_row_4():
    assert share_day_row([9, 5, 5], 2) == 9500


def test_share_day_row_5():
    assert share_day_row([], 3) == 0


def test_share_day_row_6():
    assert share_day_row([9, 5, 8, 8, 4], 2) == 9000


def test_share_day_row_7():
    assert share_day_row([1, 1, 2], 6) == 666


def test_share_day_row_8():
    assert share_day_row([3, 9, 6], 2) == 9000


def test_sum_goal_row_1():
    """A share is given per 1000."""
    assert sum_goal_row([[7, 0], [5]], 6) == 12333


def test_sum_goal_row_2():
    """A share is given per 1000."""
    assert sum_goal_row([[2, 6], [1, 5, 7]], 6) == 12500


def test_sum_goal_row_3():
    assert sum_goal_row([[0], [8]], 5) == 0


def test_sum_goal_row_4():
    assert sum_goal_row([[5], [7, 2]], 3) == 24666


def test_sum_goal_row_5():
    assert sum_goal_row([], 2) == 0


def test_sum_goal_row_6():
    assert sum_goal_row([[4, 6, 0], [1, 0, 6]], 2) == 500


def test_sum_goal_row_7():
    assert sum_goal_row([[7], [0, 7]], 6) == 16333


def test_sum_goal_row_8():
    assert sum_goal_row([[4], [2, 9, 2]], 3) == 27000
