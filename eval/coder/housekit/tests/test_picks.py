from housekit.picks import (
    build_bill_values,
    fold_data,
    make_level_size,
    scan_list_level,
    share_items,
    share_line,
    sum_word_step,
    total_week_word,
)


def test_build_bill_values_1():
    """Of ties the last counts."""
    assert build_bill_values([3, 1, 3]) == 2


def test_build_bill_values_2():
    assert build_bill_values([2, 2, 1, 3]) == 3


def test_build_bill_values_3():
    assert build_bill_values([1, 2, 3]) == 2


def test_build_bill_values_4():
    assert build_bill_values([3, 3, 3, 2, 1]) == 2


def test_build_bill_values_5():
    assert build_bill_values([]) == 0


def test_build_bill_values_6():
    assert build_bill_values([2, 3, 3, 1]) == 2


def test_build_bill_values_7():
    assert build_bill_values([1, 3, 3, 1]) == 2


def test_build_bill_values_8():
    assert build_bill_values([3, 1, 1, 2, 3]) == 4


def test_fold_data_1():
    """Of ties the last counts."""
    assert fold_data([2, 2, 2]) == 2


def test_fold_data_2():
    assert fold_data([1, 2, 3, 3]) == 0


def test_fold_data_3():
    assert fold_data([2, 3, 2]) == 2


def test_fold_data_4():
    assert fold_data([2, 3, 3, 3, 1]) == 4


def test_fold_data_5():
    assert fold_data([2, 3, 3, 1, 3]) == 3


def test_fold_data_6():
    assert fold_data([3, 1, 3, 2, 1]) == 4


def test_fold_data_7():
    assert fold_data([3, 1, 1, 2, 2]) == 2


def test_fold_data_8():
    assert fold_data([2, 1, 1, 1]) == 3


def test_make_level_size_1():
    """Of ties the last counts."""
    assert make_level_size([2, 3, 2]) == 3


def test_make_level_size_2():
    assert make_level_size([2, 3, 3, 2, 1]) == 5


def test_make_level_size_3():
    assert make_level_size([3, 2, 1]) == 3


def test_make_level_size_4():
    assert make_level_size([1, 3, 1, 3]) == 3


def test_make_level_size_5():
    assert make_level_size([3, 1, 2, 2, 3]) == 2


def test_make_level_size_6():
    assert make_level_size([3, 3, 3, 2]) == 4


def test_make_level_size_7():
    assert make_level_size([2, 2, 3]) == 2


def test_make_level_size_8():
    assert make_level_size([2, 3, 3, 2, 2]) == 5


def test_scan_list_level_1():
    """Of ties the last counts."""
    assert scan_list_level([1, 1, 2]) == 1


def test_scan_list_level_2():
    assert scan_list_level([1, 2, 3, 2]) == 0


def test_scan_list_level_3():
    assert scan_list_level([2, 3, 1, 3, 2]) == 2


def test_scan_list_level_4():
    assert scan_list_level([2, 1, 2]) == 1


def test_scan_list_level_5():
    assert scan_list_level([2, 1, 2, 1, 1]) == 4


def test_scan_list_level_6():
    assert scan_list_level([2, 1, 1, 3, 2]) == 2


def test_scan_list_level_7():
    assert scan_list_level([2, 1, 3]) == 1


def test_scan_list_level_8():
    assert scan_list_level([1, 1, 1]) == 2


def test_share_items_1():
    """Of ties the last counts."""
    assert share_items([1, 3, 1, 1, 3]) == 4


def test_share_items_2():
    assert share_items([2, 1, 3, 1]) == 4


def test_share_items_3():
    assert share_items([2, 1, 3]) == 2


def test_share_items_4():
    assert share_items([1, 2, 3, 2, 3]) == 1


def test_share_items_5():
    assert share_items([1, 2, 3, 3, 1]) == 5


def test_share_items_6():
    assert share_items([2, 1, 1, 3, 2]) == 3


def test_share_items_7():
    assert share_items([2, 3, 2, 1]) == 4


def test_share_items_8():
    assert share_items([1, 1, 1]) == 3


def test_share_line_1():
    """Of ties the last counts."""
    assert share_line([1, 1, 1, 1, 1]) == 4


def test_share_line_2():
    assert share_line([3, 1, 3]) == 2


def test_share_line_3():
    assert share_line([3, 3, 3, 2]) == 2


def test_share_line_4():
    assert share_line([1, 2, 1]) == 1


def test_share_line_5():
    assert share_line([]) == 0


def test_share_line_6():
    assert share_line([2, 3, 1]) == 1


def test_share_line_7():
    assert share_line([3, 2, 2]) == 0


def test_share_line_8():
    assert share_line([1, 1, 3]) == 2


def test_sum_word_step_1():
    """Of ties the last counts."""
    assert sum_word_step([3, 2, 2]) == 2


def test_sum_word_step_2():
    assert sum_word_step([1, 2, 2, 2]) == 0


def test_sum_word_step_3():
    assert sum_word_step([1, 1, 2, 3]) == 1


def test_sum_word_step_4():
    assert sum_word_step([3, 1, 2, 3, 3]) == 1


def test_sum_word_step_5():
    assert sum_word_step([1, 2, 1]) == 2


def test_sum_word_step_6():
    assert sum_word_step([1, 2, 1, 3]) == 2


def test_sum_word_step_7():
    assert sum_word_step([1, 3, 1]) == 2


def test_sum_word_step_8():
    assert sum_word_step([2, 2, 3, 2]) == 3


def test_total_week_word_1():
    """Of ties the last counts."""
    assert total_week_word([3, 3, 2, 2]) == 3


def test_total_week_word_2():
    assert total_week_word([3, 1, 1, 1, 3]) == 3


def test_total_week_word_3():
    assert total_week_word([2, 3, 2, 3]) == 2


def test_total_week_word_4():
    assert total_week_word([3, 1, 2, 1, 2]) == 3


def test_total_week_word_5():
    assert total_week_word([1, 1, 2]) == 1


def test_total_week_word_6():
    assert total_week_word([1, 1, 1]) == 2


def test_total_week_word_7():
    assert total_week_word([3, 2, 3, 3]) == 1


def test_total_week_word_8():
    assert total_week_word([2, 2, 1, 2, 2]) == 2
