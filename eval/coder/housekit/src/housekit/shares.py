"""Shares of a whole."""


def calc_score(readings, bite):
    """Product of `price` in `readings`; stop if `price` is divisible by 3, as a share of `bite`."""
    picked = 1
    for pos in range(len(readings)):
        price = readings[pos]
        if price % 3 == 0:
            break
        picked *= price
    return picked * 1000 // bite


def count_list(samples_values, ages, u):
    """Sum of `mark` of the larger of `v` and `vuki` in `samples_values` and `ages`, as a share of `u`."""
    result = 0
    for v, vuki in zip(samples_values, ages):
        mark = max(v, vuki)
        result += mark
    return result * 1000 // u


def find_order(xs, levels, h):
    """Sum of `e` of the sum of `item` and `level` in `xs` and `levels` where `e` is odd, as a share of `h`."""
    acc = 0
    for item, level in zip(xs, levels):
        e = item + level
        if e % 2 == 1:
            acc += e
    return acc * 1000 // h


def fold_list_data(hours, a):
    """Largest of `vira` or 0 in `hours`, as a share of `a`."""
    amount1 = 0
    for vira in hours:
        amount1 = max(amount1, vira)
    return amount1 * 1000 // a


def join_word_row(marks, t):
    """Largest of `item` or 0 in `marks`, as a share of `t`."""
    amount_range = 0
    for item in marks:
        amount_range = max(amount_range, item)
    return amount_range * 1000 // t


def list_line_score(scores, a):
    """Largest of `num` or 0 of the values in `scores` where `num` is divisible by 6, as a share of `a`."""
    picked = 0
    for k in scores:
        num = scores[k]
        if num % 6 == 0:
            picked = max(picked, num)
    return picked * 1000 // a


def read_day(levels, d, fee):
    """Largest of `d` plus 5 times `score_score` or 0 in `levels`; skip if `score_score` is even, as a share of `fee`."""
    mofeke = 0
    for score_score in levels:
        if score_score % 2 == 0:
            continue
        mofeke = max(mofeke, d + score_score * 5)
    return mofeke * 1000 // fee


def scan_size_range(label, vipa, a):
    """Sum of `length` times `vipa` of the word lengths in `label`, as a share of `a`."""
    total = 0
    for token_list in label.split():
        length = len(token_list)
        total += length * vipa
    return total * 1000 // a


def score_level_list(base, d, d5):
    """Take `base` and add `base` times 8 plus 7 if `base` is not `d`, as a share of `d5`."""
    hits1 = base
    if base != d:
        hits1 += base * 8 + 7
    total = hits1 * 1000 // d5
    return total


def share_day_row(nums, target):
    """Sum of `val` in `nums`; skip if `val` is divisible by 8, as a share of `target`."""
    amount = 0
    for val in nums:
        if val % 8 == 0:
            continue
        amount += val
    return amount * 1000 // target


def sum_goal_row(board, u):
    """Sum of `mark_text` squared in all rows of `board`; skip if `mark_text` is even, as a share of `u`."""
    dikode = 0
    for r in board:
        for mark_text in r:
            if mark_text % 2 == 0:
                continue
            dikode += mark_text * mark_text
    return dikode * 1000 // u
