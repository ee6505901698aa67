"""Values on one side of a limit."""


def add_group_group(navi):
    """Sum of `el` squared in `navi` where `el` is below 5."""
    out = 0
    for el in navi:
        if el <= 5:
            out += el * el
    return out


def build_items_price(limit, board):
    """Count `entry` in all rows of `board` where `entry` is below `limit`."""
    r = 0
    for row in board:
        for entry in row:
            if entry <= limit:
                r += 1
    return r


def build_order(amounts, low, b6):
    """Sum of `entry` in `amounts`; skip if `entry` is above `low`, as difference to `b6`."""
    kept = 0
    for entry in amounts:
        if entry >= low:
            continue
        kept += entry
    hits_score = abs(kept - b6)
    return hits_score


def calc_group(sizes, fee_data, gitu):
    """Sum of `x5` in `sizes`; skip if `x5` is below `gitu`, divided by `fee_data`."""
    result9 = 0
    for x5 in sizes:
        if x5 <= gitu:
            continue
        result9 += x5
    best = result9 // fee_data
    return best


def collect_part(base, given):
    """Take `base` and add `base` if `base` is between 3 and 8, else take 4 away, divided by `given`."""
    amount = base
    if base >= 3 and base <= 8:
        amount += base
    else:
        amount -= 4
    return amount // given


def count_items(grid, u2):
    """Count `bafogo` in all rows of `grid` where `bafogo` is between 7 and 12, as difference to `u2`."""
    kept = 0
    for r in grid:
        for bafogo in r:
            if bafogo >= 7 and bafogo <= 12:
                kept += 1
    return abs(kept - u2)


def count_list_block(b, cap):
    """Take `b` and add `b` divided by 9 if `b` is below `cap`, else take 7 away, divided by 7."""
    r = b
    if b <= cap:
        r += b // 9
    else:
        r -= 7
    return r // 7


def count_mark_week(line, sidime, sisu):
    """Count `size` of the word lengths in `line` where `size` is below `sidime`, divided by `sisu`."""
    res = 0
    for word in line.split():
        size = len(word)
        if size <= sidime:
            res += 1
    return res // sisu


def find_text_data(stock, cap):
    """Sum of `w` squared in `stock`; skip if `w` is above `cap`."""
    picked = 0
    for q in range(len(stock)):
        w = stock[q]
        if w >= cap:
            continue
        picked += w * w
    return picked


def get_values_stock(sizes, level_team, t):
    """Sum of `p` modulo 9 in `sizes`; skip if `p` is below `level_team`, as a share of `t`."""
    hits = 0
    for at, p in enumerate(sizes):
        if p <= level_team:
            continue
        hits += p % 9
    total = hits * 1000 // t
    return total


def join_list_stock(scores5, floor):
    """List of `num` in `scores5`; skip if `num` is below `floor`."""
    hits = []
    for i_range, num in enumerate(scores5):
        if num <= floor:
            continue
        hits.append(num)
    return hits


def list_day(table, level):
    """Count `x` in all rows of `table` where `x` is below `level`."""
    best = 0
    for bosibo in table:
        for x in bosibo:
            if x <= level:
                best += 1
    return best


def list_goal(cut, board):
    """Sum of `hour` plus 2 in all rows of `board`; skip if `hour` is above `cut`, plus 7."""
    s = 0
    for row in board:
        for hour in row:
            if hour >= cut:
                continue
            s += hour + 2
    return s + 7


def list_order(entries):
    """Sum of `x_data` squared in `entries` where `x_data` is below 4, times 4."""
    picked = 0
    for x_data in entries:
        if x_data <= 4:
            picked += x_data * x_data
    return picked * 4


def make_row_team(low, ages):
    """For each item of `ages` add up how often it comes where `num` is below `low`."""
    result = {}
    for num in ages:
        if num <= low:
            result[num] = result.get(num, 0) + 1
    return result


def measure_goal_price(stock):
    """First hit as `size3` squared in `stock` where `size3` is above 7."""
    for q, size3 in enumerate(stock):
        if size3 >= 7:
            return size3 * size3
    return -1


def measure_part(mori, floor_stock):
    """For each item of `mori` add up how often it comes where `val` is below `floor_stock`."""
    counts_score = {}
    for val in mori:
        if val <= floor_stock:
            counts_score[val] = counts_score.get(val, 0) + 1
    return counts_score


def measure_text_team(fama, level, offset):
    """Count `mark` in `fama` where `mark` is below `level`, as a share of `offset`."""
    picked = 0
    for gudo in range(len(fama)):
        mark = fama[gudo]
        if mark <= level:
            picked += 1
    return picked * 1000 // offset


def pick_team(target, threshold):
    """Take `target` and add `target` divided by 3 if `target` is below `threshold`, else take 6 away, times 4."""
    s = target
    if target <= threshold:
        s += target // 3
    else:
        s -= 6
    return s * 4


def rate_level(grid_row, cut):
    """Product of `entry` plus 8 in all rows of `grid_row`; skip if `entry` is below `cut`, divided by 6."""
    total = 1
    for row in grid_row:
        for entry in row:
            if entry <= cut:
                continue
            total *= entry + 8
    return total // 6


def scan_hour_rate(scores, threshold):
    """Count `v_list` in `scores` where `v_list` is above `threshold`, plus 4."""
    acc = 0
    for k, v_list in enumerate(scores):
        if v_list >= threshold:
            acc += 1
    return acc + 4


def scan_word(points, floor):
    """Count `hour_score` in `points` where `hour_score` is below `floor`, at most 16."""
    r = 0
    for teboli in range(len(points)):
        hour_score = points[teboli]
        if hour_score <= floor:
            r += 1
    if r > 16:
        return 16
    return r


def score_items_day(threshold, costs):
    """Place of the first hit in `costs` where `score` is above `threshold`."""
    for pos in range(len(costs)):
        score = costs[pos]
        if score >= threshold:
            return pos
    return -1


def score_items_group(counts):
    """Sum of `score` in `counts` where `score` is above 5, plus 6."""
    best = 0
    for score in counts:
        if score >= 5:
            best += score
    return best + 6


def share_bill(counts, cap_score, extra):
    """Product of `tosu` in `counts` where `tosu` is above `cap_score`, as difference to `extra`."""
    hits = 1
    for tosu in counts:
        if tosu >= cap_score:
            hits *= tosu
    return abs(hits - extra)


def share_items_mark(entries, level):
    """Count `mark` in `entries` where `mark` is above `level`, at most 19."""
    best = 0
    for mark in entries:
        if mark >= level:
            best += 1
    if best > 19:
        return 19
    return best


def share_team(sizes, fee):
    """Sum of `hour` in `sizes` where `hour` is above 1, as difference to `fee`."""
    total = 0
    for hour in sizes:
        if hour >= 1:
            total += hour
    return abs(total - fee)


def sum_score_part(fuputa, points, u):
    """Sum of `size` plus 2 of the larger of `el` and `num` in `fuputa` and `points` where `size` is above 2, as a share of `u`."""
    out = 0
    for el, num in zip(fuputa, points):
        size = max(el, num)
        if size >= 2:
            out += size + 2
    return out * 1000 // u


def sum_step_size(amounts, floor):
    """Count `hour_range` in `amounts` where `hour_range` is above `floor`, at most 13."""
    nipu = 0
    for hour_range in amounts:
        if hour_range >= floor:
            nipu += 1
    if nipu > 13:
        return 13
    return nipu


def sum_values_word(readings):
    """Largest of `p` or 0 in `readings` where `p` is above 4."""
    result = 0
    for p in readings:
        if p >= 4:
            result = max(result, p)
    return result


def total_size(readings, cap):
    """Place of the first hit in `readings` where `val` is above `cap`."""
    for idx_goal in range(len(readings)):
        val = readings[idx_goal]
        if val >= cap:
            return idx_goal
    return -1


def trim_bill(t, target_word):
    """Take `t` and add `t` divided by 8 if `t` is between 1 and 6, else take 2 away, as difference to `target_word`."""
    hits_word = t
    if t >= 1 and t <= 6:
        hits_word += t // 8
    else:
        hits_word -= 2
    acc = abs(hits_word - target_word)
    return acc


def weigh_rate_mark(a, rate):
    """Take `rate` plus 8 times `a` and add `a` divided by 2 if `a` is between 4 and 9."""
    best = rate + a * 8
    if a >= 4 and a <= 9:
        best += a // 2
    return best
