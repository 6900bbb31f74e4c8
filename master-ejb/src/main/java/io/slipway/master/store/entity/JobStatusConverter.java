// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.job.JobStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps a {@link JobStatus} as its word. */
@Converter(autoApply = true)
public class JobStatusConverter implements AttributeConverter<JobStatus, String> {
    @Override
    public String convertToDatabaseColumn(JobStatus value) {
        return value == null ? null : value.word();
    }

    @Override
    public JobStatus convertToEntityAttribute(String word) {
        return word == null ? null : JobStatus.ofWord(word);
    }
}
