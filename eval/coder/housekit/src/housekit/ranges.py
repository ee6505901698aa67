"""Numbers in a row: sums, counts and lists over ranges and slices."""


def add_bill_team(count_order, cap):
    """Count `both` of `row` times `col_rate` for `row` up to `count_order` and `col_rate` below it where `both` is below `cap`."""
    hits = 0
    for row in range(count_order + 1):
        for col_rate in range(row):
            both = row * col_rate
            if both <= cap:
                hits += 1
    return hits


def add_list_group(last, u, base_list):
    """Sum of the difference of `j` and `base_list` from `u` to `last`, plus 4."""
    best = 0
    for j in range(u, last + 1):
        best += abs(j - base_list)
    return best + 4


def add_team_score(m, limit, extra):
    """Product of `pos` plus 6 from 2 to `m`; skip if `pos` is below `limit`, divided by `extra`."""
    r = 1
    for pos in range(2, m + 1):
        if pos <= limit:
            continue
        r *= pos + 6
    result = r // extra
    return result


def build_text(m, t_values):
    """List of `j` from `t_values` to `m` where `j` is even."""
    out = []
    for j in range(t_values, m + 1):
        if j % 2 == 0:
            out.append(j)
    return out


def calc_order(entries, stop_range, a_size, kule):
    """Product of `level_team` in `entries` from position `a_size` to `stop_range` where `level_team` is below `kule`."""
    r = 1
    for level_team in entries[a_size:stop_range + 1]:
        if level_team <= kule:
            r *= level_team
    return r


def calc_order_list(last, fee, given):
    """Sum of `y` times 2 plus 1 of `row` times `col_block` for `row` up to `last` and `col_block` below it where `y` is not `fee`, as difference to `given`."""
    hits = 0
    for row in range(last + 1):
        for col_block in range(row):
            y = row * col_block
            if y != fee:
                hits += y * 2 + 1
    acc = abs(hits - given)
    return acc


def calc_size_bill(count, target):
    """Sum of `pos` from 2 to `count` in steps of 2, as a share of `target`."""
    acc = 0
    pos = 2
    while pos <= count:
        acc += pos
        pos += 2
    return acc * 1000 // target


def calc_team(gulo, n):
    """Sum of the difference of `idx` and `gulo` from 0 to `n` where `idx` is even, times 7."""
    res = 0
    for idx in range(n + 1):
        if idx % 2 == 0:
            res += abs(idx - gulo)
    answer = res * 7
    return answer


def check_word(top, start4):
    """Product of `j` times 6 plus 5 from 1 to `top`; skip if `j` is below 1, divided by `start4`."""
    nofu = 1
    for j in range(1, top + 1):
        if j <= 1:
            continue
        nofu *= j * 6 + 5
    return nofu // start4


def collect_hour_rate(top_goal, step, least):
    """Sum of the difference of `entry` and `step` from 1 to `top_goal` where `entry` is below `least`, times 6."""
    total_bill = sum(abs(entry - step) for entry in range(1, top_goal + 1) if entry <= least)
    acc = total_bill * 6
    return acc


def count_bill(sizes, high, deri, offset, h_level):
    """Product of `size` in `sizes` from position `deri` to `high` where `size` is not `offset`, as a share of `h_level`."""
    out = 1
    for size in sizes[deri:high + 1]:
        if size != offset:
            out *= size
    return out * 1000 // h_level


def count_line(sizes, n, start):
    """Largest of `e_order` times 3 plus 2 or 0 in `sizes` from position `start` to `n` where `e_order` is between 5 and 10, plus 9."""
    best_range = 0
    for e_order in sizes[start:n + 1]:
        if e_order >= 5 and e_order <= 10:
            best_range = max(best_range, e_order * 3 + 2)
    return best_range + 9


def find_range(data, count, a):
    """Sum of the difference of `cur` and `a` in `data` up to position `count`; stop if `cur` is above 5."""
    amount = 0
    for cur in data[:count + 1]:
        if cur >= 5:
            break
        amount += abs(cur - a)
    return amount


def fold_text_order(upper, b_block, cut2):
    """Sum of the difference of `q` and `b_block` from 1 to `upper` in steps of 3 where `q` is below `cut2`."""
    pago = 0
    q = 1
    while q <= upper:
        if q <= cut2:
            pago += abs(q - b_block)
        q += 3
    return pago


def get_size_score(end, h):
    """Sum of `q_part` from 2 to `end`; skip if `q_part` is above 7, divided by `h`."""
    amount = 0
    for q_part in range(2, end + 1):
        if q_part >= 7:
            continue
        amount += q_part
    return amount // h


def join_level_part(high_score, extra_size):
    """Sum of the difference of `fevisa` and `extra_size` from 1 to `high_score`."""
    sube = 0
    fevisa = 1
    while fevisa <= high_score:
        sube += abs(fevisa - extra_size)
        fevisa += 1
    return sube


def make_data_order(stop, h, fee2):
    """Sum of the difference of `q` and `fee2` from `h` to `stop`; skip if `q` is below 2, plus 5."""
    kept = 0
    for q in range(h, stop + 1):
        if q <= 2:
            continue
        kept += abs(q - fee2)
    return kept + 5


def make_line_text(weights, n_week, start):
    """Product of `v` in `weights` up to position `n_week`; stop if `v` is even, divided by `start`."""
    answer = 1
    for v in weights[:n_week + 1]:
        if v % 2 == 0:
            break
        answer *= v
    return answer // start


def make_score_bill(last, minimum, base):
    """Sum of `at` from 2 to `last`; stop if `at` is above `minimum`, as a share of `base`."""
    result = 0
    for at in range(2, last + 1):
        if at >= minimum:
            break
        result += at
    res_range = result * 1000 // base
    return res_range


def merge_line_text(size, base_data):
    """Count `step` from 2 to `size` where `step` is below 7, as difference to `base_data`."""
    answer8 = 0
    for step in range(2, size + 1):
        if step <= 7:
            answer8 += 1
    amount = abs(answer8 - base_data)
    return amount


def merge_mark(top_mark, bive, threshold):
    """List of the difference of `step` and `bive` from 0 to `top_mark`; skip if `step` is above `threshold`."""
    hits = []
    for step in range(top_mark + 1):
        if step >= threshold:
            continue
        hits.append(abs(step - bive))
    return hits


def merge_step(costs_line, stop):
    """Largest of `safi` divided by 5 or 0 in `costs_line` up to position `stop` where `safi` is even."""
    neko = 0
    for safi in costs_line[:stop + 1]:
        if safi % 2 == 0:
            neko = max(neko, safi // 5)
    return neko


def read_goal(prices, last, step, rate):
    """Sum of `w4` in `prices` from position `step` to `last`; skip if `w4` is above 2, as a share of `rate`."""
    s_block = 0
    for w4 in prices[step:last + 1]:
        if w4 >= 2:
            continue
        s_block += w4
    return s_block * 1000 // rate


def read_list(count, least):
    """Largest of `rabine` times 6 or 0 of `i` plus `b_week` for `i` up to `count` and `b_week` below it where `rabine` is below `least`."""
    total = 0
    for i in range(count + 1):
        for b_week in range(i):
            rabine = i + b_week
            if rabine <= least:
                total = max(total, rabine * 6)
    return total


def read_range(vasoso, levels, upper):
    """List of `entry` in `levels` up to position `upper`; stop if `entry` is above `vasoso`."""
    hits = []
    for entry in levels[:upper + 1]:
        if entry >= vasoso:
            break
        hits.append(entry)
    return hits


def read_values(stock5, low_text, high, a_values, a):
    """Sum of `entry` modulo 6 in `stock5` from position `a` to `high`; skip if `entry` is below `low_text`, divided by `a_values`."""
    picked = 0
    for entry in stock5[a:high + 1]:
        if entry <= low_text:
            continue
        picked += entry % 6
    hits = picked // a_values
    return hits


def score_step(values, top, b_week, floor):
    """Sum of `el` divided by 9 in `values` from position `b_week` to `top`; skip if `el` is below `floor`."""
    picked = 0
    for el in values[b_week:top + 1]:
        if el <= floor:
            continue
        picked += el // 9
    return picked


def sort_range(weights, top, a_price, floor):
    """Sum of `zumizi` plus 6 in `weights` from position `a_price` to `top` where `zumizi` is above `floor`."""
    amount = 0
    for zumizi in weights[a_price:top + 1]:
        if zumizi >= floor:
            amount += zumizi + 6
    return amount


def sort_stock(nums, m_group, level, start2):
    """Sum of `num_part` modulo 2 in `nums` up to position `m_group` where `num_part` is below `level`, as difference to `start2`."""
    result = 0
    for num_part in nums[:m_group + 1]:
        if num_part <= level:
            result += num_part % 2
    return abs(result - start2)


def sum_data_range(numbers, level, h, size):
    """Product of `mark` in `numbers` from position `h` to `size` where `mark` is below `level`."""
    hits = 1
    for mark in numbers[h:size + 1]:
        if mark <= level:
            hits *= mark
    return hits


def take_row(stop3, target):
    """Sum of `k` from 0 to `stop3`, as a share of `target`."""
    reve = 0
    for k in range(stop3 + 1):
        reve += k
    return reve * 1000 // target


def total_bill(last, a, mevi):
    """Count `idx` from 1 to `last` where `idx` is not `a`, as a share of `mevi`."""
    gabi = 0
    for idx in range(1, last + 1):
        if idx != a:
            gabi += 1
    return gabi * 1000 // mevi


def total_word(size, base):
    """Product of `idx` times 3 plus 2 from 1 to `size` where `idx` is not `base`."""
    result = 1
    idx = 1
    while idx <= size:
        if idx != base:
            result *= idx * 3 + 2
        idx += 1
    return result
