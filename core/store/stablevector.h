// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <array>
#include <bit>
#include <memory>

namespace boxwatch {

/// A vector that grows without moving what it holds, in buckets of doubling size.
///
/// One thread appends. Others may read the elements below a size that reached them through a lock or
/// an atomic: neither the element nor the bucket is written again.
template<typename T>
class StableVector
{
public:
    std::size_t size() const { return m_size; }

    const T &operator[](std::size_t index) const
    {
        const Place place = placeOf(index);
        return m_buckets[place.bucket][place.offset];
    }

    void append(const T &value)
    {
        const Place place = placeOf(m_size);
        auto &bucket = m_buckets[place.bucket];
        if (!bucket)
            bucket = std::make_unique_for_overwrite<T[]>(firstBucket << place.bucket);
        bucket[place.offset] = value;
        ++m_size;
    }

    /// For the thread that appends, and only before anybody else knows of the element.
    T &mutableAt(std::size_t index)
    {
        const Place place = placeOf(index);
        return m_buckets[place.bucket][place.offset];
    }

    /// Forgets elements that nobody else knows of.
    void truncate(std::size_t size) { m_size = size; }

private:
    static constexpr std::size_t firstBucket = 1024;

    struct Place
    {
        std::size_t bucket;
        std::size_t offset;
    };

    static Place placeOf(std::size_t index)
    {
        const std::size_t shifted = index + firstBucket;
        const auto bucket = static_cast<std::size_t>(std::bit_width(shifted))
            - static_cast<std::size_t>(std::bit_width(firstBucket));
        return {.bucket = bucket, .offset = shifted - (firstBucket << bucket)};
    }

    std::array<std::unique_ptr<T[]>, 32> m_buckets;
    std::size_t m_size = 0;
};

} // namespace boxwatch
