// Inner loops in two copies, one for any machine and one for AVX2 and BMI2, chosen when the program
// runs. FRACBIT_PORTABLE leaves only the first, for tests of it.
#pragma once

namespace fracbit {

/// Work::run(arguments) in the copy that suits this machine. `Work::run` and what it calls are to be always_inline, or
/// the copy calls code for any machine. Both copies do the same operations in the same order.
template <class Work, class... Arguments>
class FastestCopy {
public:
    static void run(Arguments... arguments) {
        static const auto chosen = choose();
        chosen(arguments...);
    }

private:
    static void baseline(Arguments... arguments) { Work::run(arguments...); }

#if defined(__x86_64__) && !defined(FRACBIT_PORTABLE)
    [[gnu::target("avx2,bmi2")]] static void avx2(Arguments... arguments) { Work::run(arguments...); }
#endif

    static auto choose() {
#if defined(__x86_64__) && !defined(FRACBIT_PORTABLE)
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return avx2;
#endif
        return baseline;
    }
};

} // namespace fracbit
