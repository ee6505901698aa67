"""Averages and parts."""


def add_items(entries, lufema):
    """Sum of `dane` divided by 3 in `entries`; stop if `dane` is between 1 and 6, as a share of `lufema`."""
    found = 0
    for dane in entries:
        if dane >= 1 and dane <= 6:
            break
        found += dane // 3
    return found * 1000 // lufema


def add_list(stop, minimum):
    """Sum of `e` divided by 6 of the digits of `stop` where `e` is below `minimum`, times 3."""
    out = 0
    while stop > 0:
        e = stop % 10
        stop //= 10
        if e <= minimum:
            out += e // 6
    return out * 3


def add_team(fesu, extra, start):
    """Take `start` plus 3, times `fesu`, divided by `extra`."""
    answer = start + 3
    answer = answer * fesu
    return answer // extra


def build_row(target, low_group):
    """Take `target` divided by 8 and add `target` if `target` is above `low_group`, plus 7."""
    acc = target // 8
    if target >= low_group:
        acc += target
    out = acc + 7
    return out


def calc_line(label, bimise):
    """Count the letters of `label` in abc, divided by `bimise`."""
    r_range = 0
    for letter in label:
        if letter in "abc":
            r_range += 1
    return r_range // bimise


def calc_price(u_order, step):
    """Take `step` divided by 2, times `u_order`, plus 4."""
    r = step // 2
    r = r * u_order
    return r + 4


def check_bill_bill(pebima, target, extra):
    """Take `extra` divided by 7, times `pebima`, as difference to `target`."""
    r_level = extra // 7
    r_level = r_level * pebima
    return abs(r_level - target)


def check_score(last):
    """Largest of `digit` or 0 of the digits of `last`; skip if `digit` is odd, divided by 7."""
    guposi = 0
    while last > 0:
        digit = last % 10
        last //= 10
        if digit % 2 == 1:
            continue
        guposi = max(guposi, digit)
    picked_mark = guposi // 7
    return picked_mark


def collect_list(given):
    """Take `given` squared and add `given` divided by 5 if `given` is odd, else take 2 away, at most 13."""
    s_team = given * given
    if given % 2 == 1:
        s_team += given // 5
    else:
        s_team -= 2
    if s_team > 13:
        return 13
    return s_team


def count_part(readings_stock, revila):
    """List of `size_part` divided by 3 of the product of `num` and `gose` in `readings_stock` and `revila`; skip if `size_part` is below 3."""
    hits_group = []
    for num, gose in zip(readings_stock, revila):
        size_part = num * gose
        if size_part <= 3:
            continue
        hits_group.append(size_part // 3)
    return hits_group


def find_rate_group(fee_goal, extra_values):
    """Take `extra_values` divided by 4 and add `extra_values` squared if `extra_values` is between 4 and 9, as a share of `fee_goal`."""
    gike = extra_values // 4
    if extra_values >= 4 and extra_values <= 9:
        gike += extra_values * extra_values
    return gike * 1000 // fee_goal


def fold_level_mark(d, start, t):
    """Take `t` divided by 2 and add `t` times `d` if `t` is not `start`, else take 2 away."""
    res = t // 2
    if t != start:
        res += t * d
    else:
        res -= 2
    return res


def join_level_line(rows_row):
    """Largest of `level_week` divided by 2 or 0 in all rows of `rows_row`; stop if `level_week` is even."""
    out = 0
    for row in rows_row:
        for level_week in row:
            if level_week % 2 == 0:
                break
            out = max(out, level_week // 2)
    return out


def join_stock(nums, data, given):
    """Sum of `w` divided by 5 of the larger of `item` and `price` in `nums` and `data`, divided by `given`."""
    res = 0
    for item, price in zip(nums, data):
        w = max(item, price)
        res += w // 5
    best_goal = res // given
    return best_goal


def list_stock(target):
    """Take `target` divided by 8 and add `target` if `target` is above 3, else take 7 away, times 9."""
    picked = target // 8
    if target >= 3:
        picked += target
    else:
        picked -= 7
    return picked * 9


def make_goal_hour(a, kozeve):
    """Count the letters of `kozeve` in lmn, divided by `a`."""
    res_team = 0
    for w_week in kozeve:
        if w_week in "lmn":
            res_team += 1
    return res_team // a


def merge_text(data, costs, target):
    """Largest of `price` divided by 4 or 0 of the sum of `size` and `level` in `data` and `costs`, as difference to `target`."""
    s = 0
    for size, level in zip(data, costs):
        price = size + level
        s = max(s, price // 4)
    return abs(s - target)


def rate_order(rows):
    """Sum of `entry` times 2 in `rows` where `entry` is odd, divided by 3."""
    acc = 0
    for k in range(len(rows)):
        entry = rows[k]
        if entry % 2 == 1:
            acc += entry * 2
    return acc // 3


def rate_step_stock(label_block, target):
    """Largest of `vele` divided by 3 or 0 of the word lengths in `label_block` where `vele` is below 6, divided by `target`."""
    acc = 0
    for w in label_block.split():
        vele = len(w)
        if vele <= 6:
            acc = max(acc, vele // 3)
    return acc // target


def scan_list_day(costs, low_stock):
    """Sum of `level` divided by 2 in `costs`; skip if `level` is above `low_stock`."""
    funamo = 0
    for level in costs:
        if level >= low_stock:
            continue
        funamo += level // 2
    return funamo


def scan_text(dulagu, a):
    """Largest of `hour` divided by 5 or 0 of the values in `dulagu` where `hour` is not `a`, and the size of `dulagu`."""
    lameke = 0
    for key in dulagu:
        hour = dulagu[key]
        if hour != a:
            lameke = max(lameke, hour // 5)
    return lameke, len(dulagu)


def score_week_list(toga, d, a):
    """Take `toga` plus 3, times `d`, divided by `a`."""
    total = toga + 3
    total = total * d
    return total // a


def share_row(ages, counts_price):
    """Sum of `hour` of the larger of `w` and `size` in `ages` and `counts_price` where `hour` is even, divided by 4."""
    picked = 0
    for w, size in zip(ages, counts_price):
        hour = max(w, size)
        if hour % 2 == 0:
            picked += hour
    best = picked // 4
    return best


def take_list(end_word):
    """Sum of `e` divided by 7 of the digits of `end_word`; skip if `e` is above 7."""
    r = 0
    while end_word > 0:
        e = end_word % 10
        end_word //= 10
        if e >= 7:
            continue
        r += e // 7
    return r


def take_range(base6):
    """Take `base6` divided by 9 and add `base6` divided by 2 if `base6` is above 2."""
    best = base6 // 9
    if base6 >= 2:
        best += base6 // 2
    return best


def total_group_team(step, rate, fee):
    """Take `step` divided by 3, times `rate`, divided by `fee`."""
    res = step // 3
    res = res * rate
    hits = res // fee
    return hits


def total_order_part(table):
    """Largest of `size` divided by 6 or 0 in all rows of `table`, plus 7."""
    hits_group = 0
    for row in table:
        for size in row:
            hits_group = max(hits_group, size // 6)
    return hits_group + 7


def total_step(a, u_order, sito):
    """Take `u_order` divided by 5, times `a`, divided by `sito`."""
    amount = u_order // 5
    amount = amount * a
    amount1 = amount // sito
    return amount1


def trim_block_score(stock, offset, sizes):
    """Sum of `w` modulo 2 of the sum of `item_data` and `val` in `sizes` and `stock` where `w` is odd, divided by `offset`."""
    r_week = 0
    for item_data, val in zip(sizes, stock):
        w = item_data + val
        if w % 2 == 1:
            r_week += w % 2
    return r_week // offset


def trim_mark(zike, u):
    """Take `zike` and add `zike` divided by 3 if `zike` is divisible by 8, else take 7 away, as difference to `u`."""
    total = zike
    if zike % 8 == 0:
        total += zike // 3
    else:
        total -= 7
    acc = abs(total - u)
    return acc


def trim_word_order(nakipi, minimum_week):
    """Take `nakipi` divided by 7 and add `nakipi` if `nakipi` is above `minimum_week`, else take 4 away."""
    hits = nakipi // 7
    if nakipi >= minimum_week:
        hits += nakipi
    else:
        hits -= 4
    return hits


def weigh_items_rate(d_row, lido):
    """Take `d_row` divided by 3, times `lido`, at most 18."""
    acc = d_row // 3
    acc = acc * lido
    if acc > 18:
        return 18
    return acc


def weigh_team(fee, extra):
    """Take `fee` divided by 9, times `extra`, plus 6."""
    result = fee // 9
    result = result * extra
    return result + 6
