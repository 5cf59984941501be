"""Numbers only: nothing the collector would look at."""


def primes(limit):
    found = 0
    for number in range(2, limit):
        divisor = 2
        while divisor * divisor <= number and number % divisor:
            divisor += 1
        if divisor * divisor > number:
            found += 1
    return found


print(primes(900))
