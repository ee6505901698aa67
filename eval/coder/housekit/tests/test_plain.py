from housekit.plain import (
    collect_team_day,
    collect_week,
    find_stock,
    fold_mark_size,
    fold_stock_score,
    join_part,
    join_values,
    merge_line,
    merge_list,
    pick_part_group,
    scan_row,
    score_order_goal,
    share_text,
    sort_level,
    total_hour,
    total_part_values,
)


def test_collect_team_day_1():
    assert collect_team_day([8, 7, 2]) == [56, 49, 14]


def test_collect_team_day_2():
    assert collect_team_day([9, 5, 0, 1, 2]) == [63]


def test_collect_team_day_3():
    assert collect_team_day([9, 9, 8, 5]) == [63, 63, 56]


def test_collect_team_day_4():
    assert collect_team_day([8, 5, 6, 5]) == [56]


def test_collect_team_day_5():
    assert collect_team_day([4, 0, 0, 0]) == [28]


def test_collect_team_day_6():
    assert collect_team_day([1, 0, 3, 2, 3]) == [7]


def test_collect_team_day_7():
    assert collect_team_day([4, 0, 8, 7, 8]) == [28]


def test_collect_team_day_8():
    assert collect_team_day([9, 7, 8]) == [63, 49, 56]


def test_collect_week_1():
    assert collect_week(9, 3) == 3


def test_collect_week_2():
    assert collect_week(4, 9) == 0


def test_collect_week_3():
    assert collect_week(2, 4) == 8


def test_collect_week_4():
    assert collect_week(2, 6) == 12


def test_collect_week_5():
    assert collect_week(0, 0) == 0


def test_collect_week_6():
    assert collect_week(4, 1) == 0


def test_collect_week_7():
    assert collect_week(3, 4) == 12


def test_collect_week_8():
    assert collect_week(6, 1) == 2


def test_find_stock_1():
    assert find_stock([[2, 3], [7]]) == 117


def test_find_stock_2():
    assert find_stock([[0], [8, 8, 5]]) == 189


def test_find_stock_3():
    assert find_stock([[3, 9, 4], [3, 9]]) == 259


def test_find_stock_4():
    assert find_stock([[7, 8], [7, 2, 5]]) == 267


def test_find_stock_5():
    assert find_stock([]) == 0


def test_find_stock_6():
    assert find_stock([[8], [2, 1, 1]]) == 124


def test_find_stock_7():
    assert find_stock([[8, 7, 3], [5, 0]]) == 212


def test_find_stock_8():
    assert find_stock([[4, 1], [2, 3]]) == 108


def test_fold_mark_size_1():
    assert fold_mark_size(982) == 76


def test_fold_mark_size_2():
    assert fold_mark_size(569) == 80


def test_fold_mark_size_3():
    assert fold_mark_size(864) == 72


def test_fold_mark_size_4():
    assert fold_mark_size(814) == 52


def test_fold_mark_size_5():
    assert fold_mark_size(967) == 88


def test_fold_mark_size_6():
    assert fold_mark_size(480) == 48


def test_fold_mark_size_7():
    assert fold_mark_size(297) == 72


def test_fold_mark_size_8():
    assert fold_mark_size(890) == 68


def test_fold_stock_score_1():
    assert fold_stock_score([[7, 7], [2]]) == 30


def test_fold_stock_score_2():
    assert fold_stock_score([[8], [2, 0, 1]]) == 3


def test_fold_stock_score_3():
    assert fold_stock_score([[6, 0], [3, 2, 4]]) == 7


def test_fold_stock_score_4():
    assert fold_stock_score([[7, 6, 8], [2, 5, 2]]) == 26


def test_fold_stock_score_5():
    assert fold_stock_score([[9, 5, 2], [3, 3]]) == 44


def test_fold_stock_score_6():
    assert fold_stock_score([[5, 7, 3], [7]]) == 48


def test_fold_stock_score_7():
    assert fold_stock_score([[6, 0], [3, 9]]) == 26


def test_fold_stock_score_8():
    assert fold_stock_score([[1, 6, 2], [0, 1]]) == 6


def test_join_part_1():
    assert join_part(4, 1) == 4


def test_join_part_2():
    assert join_part(6, 5) == 30


def test_join_part_3():
    assert join_part(5, 3) == 15


def test_join_part_4():
    assert join_part(0, 6) == 0


def test_join_part_5():
    assert join_part(2, 9) == 18


def test_join_part_6():
    assert join_part(2, 2) == 4


def test_join_part_7():
    assert join_part(7, 5) == 0


def test_join_part_8():
    assert join_part(0, 0) == 0


def test_join_values_1():
    assert join_values(4, 5) == 19


def test_join_values_2():
    assert join_values(8, 5) == 19


def test_join_values_3():
    assert join_values(7, 1) == 7


def test_join_values_4():
    assert join_values(0, 4) == 0


def test_join_values_5():
    assert join_values(7, 8) == 19


def test_join_values_6():
    assert join_values(4, 4) == 16


def test_join_values_7():
    assert join_values(9, 5) == 19


def test_join_values_8():
    assert join_values(8, 3) == 19


def test_merge_line_1():
    assert merge_line('glass apple') == 6


def test_merge_line_2():
    assert merge_line('bright sun river') == 5


def test_merge_line_3():
    assert merge_line('river stone') == 4


def test_merge_line_4():
    assert merge_line('cat glass') == 7


def test_merge_line_5():
    assert merge_line('stone house green') == 4


def test_merge_line_6():
    assert merge_line('bright cat') == 7


def test_merge_line_7():
    assert merge_line('slow cloud green') == 5


def test_merge_line_8():
    assert merge_line('river stone blue') == 5


def test_merge_list_1():
    assert merge_list(916) == 8


def test_merge_list_2():
    assert merge_list(939) == 0


def test_merge_list_3():
    assert merge_list(227) == 8


def test_merge_list_4():
    assert merge_list(184) == 16


def test_merge_list_5():
    assert merge_list(767) == 8


def test_merge_list_6():
    assert merge_list(612) == 12


def test_merge_list_7():
    assert merge_list(363) == 8


def test_merge_list_8():
    assert merge_list(44) == 12


def test_pick_part_group_1():
    assert pick_part_group([2, 4, 8, 8], 2) == 8


def test_pick_part_group_2():
    assert pick_part_group([1, 4, 2, 0], 6) == 7


def test_pick_part_group_3():
    assert pick_part_group([5, 5, 8], 1) == 12


def test_pick_part_group_4():
    assert pick_part_group([4, 6, 4], 8) == 8


def test_pick_part_group_5():
    assert pick_part_group([4, 0, 9, 5], 2) == 12


def test_pick_part_group_6():
    assert pick_part_group([1, 3, 3, 7, 7], 2) == 9


def test_pick_part_group_7():
    assert pick_part_group([7, 8, 3, 7], 4) == 7


def test_pick_part_group_8():
    assert pick_part_group([9, 1, 0], 8) == 4


def test_scan_row_1():
    assert scan_row('blue green stone') == 13


def test_scan_row_2():
    assert scan_row('rain bright') == 13


def test_scan_row_3():
    assert scan_row('slow tiny glass') == 13


def test_scan_row_4():
    assert scan_row('table lamp') == 13


def test_scan_row_5():
    assert scan_row('cat green oak') == 13


def test_scan_row_6():
    assert scan_row('river book') == 13


def test_scan_row_7():
    assert scan_row('rain green dog') == 13


def test_scan_row_8():
    assert scan_row('blue red apple') == 13


def test_score_order_goal_1():
    assert score_order_goal([9, 8, 8, 5]) == 6


def test_score_order_goal_2():
    assert score_order_goal([8, 8, 4]) == 5


def test_score_order_goal_3():
    assert score_order_goal([2, 9, 8, 5]) == 6


def test_score_order_goal_4():
    assert score_order_goal([3, 7, 5]) == 6


def test_score_order_goal_5():
    assert score_order_goal([7, 0, 3, 4]) == 7


def test_score_order_goal_6():
    assert score_order_goal([5, 2, 2, 2]) == 5


def test_score_order_goal_7():
    assert score_order_goal([2, 0, 8]) == 6


def test_score_order_goal_8():
    assert score_order_goal([4, 6, 2, 8, 8]) == 6


def test_share_text_1():
    assert share_text({'a': 5, 'e': 8, 'b': 3, 'f': 1}) == [5, 3, 1]


def test_share_text_2():
    assert share_text({'b': 1, 'h': 2, 'g': 9}) == [1, 9]


def test_share_text_3():
    assert share_text({'f': 3, 'g': 5, 'd': 8, 'h': 1}) == [3, 5, 1]


def test_share_text_4():
    assert share_text({'c': 3, 'a': 2, 'e': 3, 'd': 7}) == [3, 3, 7]


def test_share_text_5():
    assert share_text({}) == []


def test_share_text_6():
    assert share_text({'g': 1, 'h': 3, 'a': 8, 'd': 1}) == [1, 3, 1]


def test_share_text_7():
    assert share_text({'d': 4, 'c': 8}) == []


def test_share_text_8():
    assert share_text({'c': 7, 'h': 4, 'd': 5, 'b': 1}) == [7, 5, 1]


def test_sort_level_1():
    assert sort_level([7, 8, 0, 2]) == 1


def test_sort_level_2():
    assert sort_level([7, 1, 4, 1, 6]) == 7


def test_sort_level_3():
    assert sort_level([3, 2, 3, 3]) == 11


def test_sort_level_4():
    assert sort_level([3, 0, 9, 5]) == 3


def test_sort_level_5():
    assert sort_level([]) == 0


def test_sort_level_6():
    assert sort_level([6, 9, 7, 6, 6]) == 4


def test_sort_level_7():
    assert sort_level([2, 4, 3, 8]) == 9


def test_sort_level_8():
    assert sort_level([4, 1, 3]) == 8


def test_total_hour_1():
    assert total_hour([8, 4, 9, 8], 2) == 18


def test_total_hour_2():
    assert total_hour([9, 1, 0], 7) == 63


def test_total_hour_3():
    assert total_hour([9, 3, 2, 8], 0) == 0


def test_total_hour_4():
    assert total_hour([2, 2, 6], 7) == 0


def test_total_hour_5():
    assert total_hour([], 6) == 0


def test_total_hour_6():
    assert total_hour([1, 4, 2], 3) == 0


def test_total_hour_7():
    assert total_hour([0, 2, 1, 9, 2], 5) == 45


def test_total_hour_8():
    assert total_hour([4, 5, 5, 1], 3) == 0


def test_total_part_values_1():
    assert total_part_values([2, 1, 5, 6]) == 14


def test_total_part_values_2():
    assert total_part_values([9, 7, 8, 3]) == 17


def test_total_part_values_3():
    assert total_part_values([4, 5, 3, 2]) == 14


def test_total_part_values_4():
    assert total_part_values([2, 6, 4, 5, 1]) == 17


def test_total_part_values_5():
    assert total_part_values([5, 3, 6, 6]) == 17


def test_total_part_values_6():
    assert total_part_values([3, 1, 6, 8, 3]) == 17


def test_total_part_values_7():
    assert total_part_values([1, 4, 9, 8, 5]) == 17


def test_total_part_values_8():
    assert total_part_values([4, 6, 7]) == 17
