// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.task.TaskStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps a {@link TaskStatus} as its word. */
@Converter(autoApply = true)
public class TaskStatusConverter implements AttributeConverter<TaskStatus, String> {
    @Override
    public String convertToDatabaseColumn(TaskStatus value) {
        return value == null ? null : value.word();
    }

    @Override
    public TaskStatus convertToEntityAttribute(String word) {
        return word == null ? null : TaskStatus.ofWord(word);
    }
}
