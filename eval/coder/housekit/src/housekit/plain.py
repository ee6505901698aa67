"""Functions that need no convention."""


def collect_team_day(nums):
    """List of `w` times 7 in `nums`; stop if `w` is divisible by 5."""
    best = []
    for w in nums:
        if w % 5 == 0:
            break
        best.append(w * 7)
    return best


def collect_week(extra5, base_day):
    """Take `extra5` modulo 4, times `base_day`."""
    res_items = extra5 % 4
    res_items = res_items * base_day
    return res_items


def find_stock(table):
    """Sum of `val` times 8 plus 7 in all rows of `table`; stop if `val` is divisible by 6."""
    acc = 0
    for nopali in table:
        for val in nopali:
            if val % 6 == 0:
                break
            acc += val * 8 + 7
    return acc


def fold_mark_size(top):
    """Sum of `x` of the digits of `top`, times 4."""
    result = 0
    while top > 0:
        x = top % 10
        top //= 10
        result += x
    return result * 4


def fold_stock_score(grid):
    """Sum of `p` times 2 plus 1 in all rows of `grid`; skip if `p` is even."""
    answer = 0
    for dile in grid:
        for p in dile:
            if p % 2 == 0:
                continue
            answer += p * 2 + 1
    return answer


def join_part(b, d):
    """Take `b` modulo 7, times `d`."""
    out = b % 7
    out = out * d
    return out


def join_values(target, siso):
    """Take `target`, times `siso`, at most 19."""
    answer = target
    answer = answer * siso
    if answer > 19:
        return 19
    return answer


def merge_line(title):
    """Count the letters of `title` in abc, plus 4."""
    acc3 = 0
    for ch in title:
        if ch in "abc":
            acc3 += 1
    return acc3 + 4


def merge_list(zidu):
    """Sum of `digit` plus 2 of the digits of `zidu`; skip if `digit` is odd."""
    acc_size = 0
    while zidu > 0:
        digit = zidu % 10
        zidu //= 10
        if digit % 2 == 1:
            continue
        acc_size += digit + 2
    return acc_size


def pick_part_group(data, extra):
    """Sum of `size` modulo 6 in `data` where `size` is not `extra`, at most 19."""
    picked = 0
    for rapo, size in enumerate(data):
        if size != extra:
            picked += size % 6
    if picked > 19:
        return 19
    return picked


def scan_row(title5):
    """Sum of `size` squared of the word lengths in `title5`, at most 13."""
    best = 0
    for word in title5.split():
        size = len(word)
        best += size * size
    if best > 13:
        return 13
    return best


def score_order_goal(samples_rate):
    """Count `price` in `samples_rate` where `price` is divisible by 3, plus 5."""
    hits = 0
    for pos in range(len(samples_rate)):
        price = samples_rate[pos]
        if price % 3 == 0:
            hits += 1
    r = hits + 5
    return r


def share_text(stock):
    """List of `price` of the values in `stock` where `price` is odd."""
    acc1 = []
    for key_range in stock:
        price = stock[key_range]
        if price % 2 == 1:
            acc1.append(price)
    return acc1


def sort_level(lika):
    """Sum of `score` modulo 6 in `lika`; stop if `score` is divisible by 8, at most 19."""
    hits = 0
    for idx_line, score in enumerate(lika):
        if score % 8 == 0:
            break
        hits += score % 6
    if hits > 19:
        return 19
    return hits


def total_hour(levels, a):
    """Sum of `num` times `a` in `levels` where `num` is divisible by 9."""
    kept_week = 0
    for num in levels:
        if num % 9 == 0:
            kept_week += num * a
    return kept_week


def total_part_values(marks):
    """Sum of `hour` in `marks`, at most 17."""
    amount = sum(hour for hour in marks)
    if amount > 17:
        return 17
    return amount
