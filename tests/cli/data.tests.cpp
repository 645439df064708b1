#include "tests/cli/program.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/support/mnist.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit::tests;
using Catch::Contains;

#ifdef FRACBIT_DOWNLOADS

TEST_CASE("data fetch says why no mirror gave the file, and leaves nothing behind") {
    const TemporaryFolder folder;
    put(folder.file("train-images-idx3-ubyte.gz"), "short");
    const std::string data = folder.file("data"), mirror = "file://" + folder.path();
    const auto outcome = run_fracbit({"data", "fetch", "mnist", "--data-dir", data, "--from", mirror});
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == "fracbit: error: cannot get 'train-images-idx3-ubyte.gz':\n  " + mirror +
                             "/train-images-idx3-ubyte.gz: it has 5 bytes, the published file has 9912422\n"
                             "check the network, give another folder with --from URL, or put the file into '" +
                             data + "/mnist' by hand\n");
    CHECK_FALSE(std::filesystem::exists(data + "/mnist"));
    const auto archive = run_fracbit({"data", "fetch", "cifar10", "--data-dir", data, "--from", mirror});
    CHECK(archive.status == 1);
    CHECK_THAT(archive.err, Contains("cannot get 'cifar-10-binary.tar.gz'"));
}

#else

TEST_CASE("without libcurl, data fetch says what to install") {
    const TemporaryFolder folder;
    const auto outcome = run_fracbit({"data", "fetch", "mnist", "--data-dir", folder.path()});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains("apt-get install libcurl4-openssl-dev"));
}

#endif

TEST_CASE("data check names files that are missing, and the command that brings them") {
    const TemporaryFolder folder;
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path()});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.out, Contains("train-images-idx3-ubyte.gz: MISSING"));
    CHECK_THAT(outcome.err, Contains("mnist is not complete in '" + folder.path() + "'; 'fracbit data fetch mnist "));
}

TEST_CASE("data check tells programs what is missing, too") {
    const TemporaryFolder folder;
    put(folder.file("train-labels-idx1-ubyte"), idx_bytes({1}, "a"));
    const std::string json = folder.file("check.json");
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path(), "--json", json});
    CHECK(outcome.status == 2);
    const auto files = read_json(json)["files"];
    CHECK(files[0]["state"] == "missing");
    CHECK(files[1]["state"] == "other");
}

TEST_CASE("data check says of a set with a damaged file what each file is, and then what is damaged") {
    const TemporaryFolder folder;
    for (const std::string prefix : {"train", "t10k"}) {
        put(folder.file(prefix + "-images-idx3-ubyte"), idx_bytes({3, 2, 2}, std::string(12, 'p')));
        put(folder.file(prefix + "-labels-idx1-ubyte.gz"), gzipped(idx_bytes({3}, std::string{0, 0, 9})));
    }
    const std::string damaged = folder.file("t10k-labels-idx1-ubyte.gz"), json = folder.file("check.json");
    put(damaged, read_text(damaged) + "<html>");
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path(), "--json", json});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.out, Contains("train-labels-idx1-ubyte.gz: NOT the published file") &&
                                Contains("t10k-labels-idx1-ubyte.gz: NOT the published file"));
    CHECK_THAT(outcome.err, Contains(damaged + ": at byte ") && Contains("6 more bytes follow"));
    CHECK(read_json(json)["files"][3]["state"] == "other");
    CHECK_THAT(read_json(json)["problems"][0].get<std::string>(), Contains("6 more bytes follow"));
}

TEST_CASE("data check stops at an interrupt and leaves no file") {
    const TemporaryFolder folder, outputs;
    for (const std::string name :
         {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
        put(folder.file(name + ".bin"), "");
        std::filesystem::resize_file(folder.file(name + ".bin"), 3073 * 20'000); // no blocks on the disk
    }
    put(folder.file("batches.meta.txt"), "");
    RunOptions interrupt;
    interrupt.interrupt_when_exists = outputs.path();
    const auto outcome = run_fracbit(
        {"data", "check", "cifar10", "--data-dir", folder.path(), "--json", outputs.file("check.json")}, interrupt);
    CHECK(outcome.status == 1);
    CHECK(outcome.err == "fracbit: error: interrupted; nothing was written\n");
    CHECK(outputs.entries() == 0);
}

TEST_CASE("data check writes over no file of the set") {
    const TemporaryFolder folder;
    const std::string labels = folder.file("t10k-labels-idx1-ubyte");
    put(labels, "as it was");
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path(), "--json", labels});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains("--json " + labels + " would replace the data set, which is read"));
    CHECK(read_text(labels) == "as it was");
}

TEST_CASE("data check reads a set that is not the published one, and says so with status 1") {
    const TemporaryFolder folder;
    for (const std::string prefix : {"train", "t10k"}) {
        put(folder.file(prefix + "-images-idx3-ubyte"), idx_bytes({3, 2, 2}, std::string(12, 'p')));
        put(folder.file(prefix + "-labels-idx1-ubyte"), idx_bytes({3}, std::string{0, 0, 9}));
    }
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path(), "--json", "-"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err == "fracbit: error: 4 of 4 files can be read, but are not the published ones\n");
    const auto json = nlohmann::json::parse(outcome.out);
    CHECK(json["files"][0]["state"] == "other");
    CHECK(json["train_images_a_class"] == std::vector<int>{2, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    put(folder.file("t10k-labels-idx1-ubyte"), idx_bytes({3}, std::string{0, 0, 10}));
    const auto damaged = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path()});
    CHECK(damaged.status == 2);
    CHECK_THAT(damaged.err, Contains("label 2 is 10, allowed is 0 to 9"));
}

TEST_CASE("data check accepts MNIST, as published or packed otherwise") {
    const auto folder = mnist_or_skip();
    if (!folder) return;
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", *folder});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, Contains("the published ") && !Contains("NOT") && Contains("train: 60000 images"));
}
